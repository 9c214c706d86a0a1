# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""What explanations quote: conditions, statements, sources, disagreements. Loaded on demand."""

from __future__ import annotations

from b12tables.runtime.numbers import Threshold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_1872_25 = Threshold(1872, 25)

CONDITIONS: dict[str, dict[str, tuple[tuple[str, str, str], ...]]] = {
    "ileal_band": {
        "B1": (("ileal_resection_cm", "0", "B8"),),
        "B2": (("ileal_resection_cm", "(0..ileum limit (20 cm; S1-33, S3-38, S2-32)]", "B9"),),
        "B3": (("ileal_resection_cm", "> ileum limit (20 cm; S1-33, S3-38, S2-32)", "B10"),),
        "B4": (("ileal_resection_cm", "unknown", "B11"), ("cause", "Ileal resection", "C11")),
        "B5": (("ileal_resection_cm", "unknown", "B12"), ("cause", "not(Ileal resection); unknown", "C12")),
    },
    "crohns_band": {
        "B1": (("crohns_ileal_cm", "0", "B8"),),
        "B2": (("crohns_ileal_cm", "(0..Crohn limit (30 cm; S1-34, S3-42)]", "B9"),),
        "B3": (("crohns_ileal_cm", "(Crohn limit (30 cm; S1-34, S3-42)..long Crohn limit (60 cm; S1-34, S3-42)]", "B10"),),
        "B4": (("crohns_ileal_cm", "> long Crohn limit (60 cm; S1-34, S3-42)", "B11"),),
        "B5": (("crohns_ileal_cm", "unknown", "B12"), ("cause", "Crohn's disease of the ileum", "C12")),
        "B6": (("crohns_ileal_cm", "unknown", "B13"), ("cause", "not(Crohn's disease of the ileum); unknown", "C13")),
    },
    "exposure_band": {
        "B1": (("drug_exposure_months", "<= medicine limit (4 months; S3-46)", "B8"),),
        "B2": (("drug_exposure_months", "> medicine limit (4 months; S3-46)", "B9"),),
        "B3": (("drug_exposure_months", "unknown", "B10"),),
    },
    "age_band": {
        "B1": (("age_years", "< 18", "B8"),),
        "B2": (("age_years", "[18..older age (75 years; S3-44)]", "B9"),),
        "B3": (("age_years", "> older age (75 years; S3-44)", "B10"),),
        "B4": (("age_years", "unknown", "B11"),),
    },
    "age80": {
        "B1": (("age_years", "> very old age (80 years; S3-57)", "B8"),),
        "B2": (("age_years", "<= very old age (80 years; S3-57)", "B9"),),
        "B3": (("age_years", "unknown", "B10"),),
    },
    "b12_band": {
        "B1": (("b12", "< B12 lower limit (180 pg/mL; S3-24)", "B8"),),
        "B2": (("b12", "[B12 lower limit (180 pg/mL; S3-24)..B12 upper limit (350 pg/mL; S3-24)]", "B9"),),
        "B3": (("b12", "> B12 upper limit (350 pg/mL; S3-24)", "B10"),),
        "B4": (("b12", "unknown", "B11"),),
    },
    "mma_band": {
        "B1": (("mma", "< MMA limit (271 nmol/L; S1-14, S1-51, S3-26)", "B8"),),
        "B2": (("mma", "MMA limit (271 nmol/L; S1-14, S1-51, S3-26)", "B9"),),
        "B3": (("mma", "> MMA limit (271 nmol/L; S1-14, S1-51, S3-26)", "B10"),),
        "B4": (("mma", "unknown", "B11"),),
    },
    "hcy_band": {
        "B1": (("hcy", "< homocysteine target (10 µmol/L; S1-09, S1-16, S2-15, S3-28)", "B8"),),
        "B2": (("hcy", ">= homocysteine target (10 µmol/L; S1-09, S1-16, S2-15, S3-28)", "B9"),),
        "B3": (("hcy", "unknown", "B10"),),
    },
    "vitd_band": {
        "B1": (("vitamin_d", "< vitamin D target (75 nmol/L; S3-32)", "B8"),),
        "B2": (("vitamin_d", ">= vitamin D target (75 nmol/L; S3-32)", "B9"),),
        "B3": (("vitamin_d", "unknown", "B10"),),
    },
    "egfr_band": {
        "B1": (("egfr", "< eGFR limit (60 mL/min/1.73 m²; our inference, E27)", "B8"),),
        "B2": (("egfr", ">= eGFR limit (60 mL/min/1.73 m²; our inference, E27)", "B9"),),
        "B3": (("egfr", "unknown", "B10"),),
    },
    "cause_is_bariatric": {
        "B1": (("cause", "Bariatric surgery", "B8"),),
        "B2": (("cause", "not(Bariatric surgery); unknown", "B9"), ("bariatric_procedure", "not(No bariatric operation)", "C9")),
        "B3": (("cause", "not(Bariatric surgery); unknown", "B10"), ("bariatric_procedure", "No bariatric operation; unknown", "C10")),
    },
    "normal_checks": {
        "B1": (("consecutive_normal_checks", "0", "B8"),),
        "B2": (("consecutive_normal_checks", "1", "B9"),),
        "B3": (("consecutive_normal_checks", ">= 2", "B10"),),
        "B4": (("consecutive_normal_checks", "unknown", "B11"),),
    },
    "stabilised": {
        "B1": (("normal_checks", "At least two normal checks", "B8"), ("b12_band", "not(Low)", "C8")),
        "B2": (("normal_checks", "No normal check; One normal check", "B9"),),
        "B4": (("normal_checks", "At least two normal checks", "B10"), ("b12_band", "Low", "C10")),
        "B3": (("normal_checks", "unknown", "B11"),),
    },
    "year_band": {
        "B1": (("months_since_start", "< 12", "B8"),),
        "B2": (("months_since_start", ">= 12", "B9"),),
        "B3": (("months_since_start", "unknown", "B10"),),
    },
    "last_check": {
        "B1": (("check_done", "no", "B8"),),
        "B2": (("check_done", "yes; unknown", "B9"), ("last_check_month", "< 3", "C9")),
        "B3": (("check_done", "yes; unknown", "B10"), ("last_check_month", "[3..6)", "C10")),
        "B4": (("check_done", "yes; unknown", "B11"), ("last_check_month", "[6..9)", "C11")),
        "B5": (("check_done", "yes; unknown", "B12"), ("last_check_month", "[9..12)", "C12")),
        "B6": (("check_done", "yes; unknown", "B13"), ("last_check_month", ">= 12", "C13")),
        "B7": (("check_done", "yes; unknown", "B14"), ("last_check_month", "unknown", "C14"), ("months_since_start", ">= 3; unknown", "D14")),
        "B8": (("check_done", "yes; unknown", "B15"), ("last_check_month", "unknown", "C15"), ("months_since_start", "< 3", "D15")),
    },
    "renal_class": {
        "N1": (("renal_diagnosis", "Dialysis", "B8"),),
        "N2": (("renal_diagnosis", "Chronic kidney disease", "B9"),),
        "N3": (("renal_diagnosis", "No kidney disease; unknown", "B10"), ("diabetic_nephropathy", "yes", "C10")),
        "N4": (("renal_diagnosis", "No kidney disease; unknown", "B11"), ("diabetic_nephropathy", "no; unknown", "C11"), ("egfr_band", "Below 60", "D11")),
        "N5": (("renal_diagnosis", "No kidney disease", "B12"), ("diabetic_nephropathy", "no", "C12"), ("egfr_band", "At least 60", "D12")),
        "N6": (("renal_diagnosis", "No kidney disease", "B13"), ("diabetic_nephropathy", "no", "C13"), ("egfr_band", "eGFR not recorded", "D13")),
        "N7": (("renal_diagnosis", "No kidney disease", "B14"), ("diabetic_nephropathy", "unknown", "C14"), ("egfr_band", "At least 60; eGFR not recorded", "D14")),
        "N8": (("renal_diagnosis", "unknown", "B15"), ("diabetic_nephropathy", "no; unknown", "C15"), ("egfr_band", "At least 60; eGFR not recorded", "D15")),
    },
    "permanent_cause": {
        "L1": (("cause", "Pernicious anaemia", "B8"),),
        "L2": (("cause", "not(Pernicious anaemia); unknown", "B9"), ("ileal_band", "More than 20 cm", "C9")),
        "L3": (("cause", "not(Pernicious anaemia); unknown", "B10"), ("ileal_band", "not(More than 20 cm)", "C10"), ("crohns_band", "More than 60 cm", "D10")),
        "L4": (("cause", "not(Pernicious anaemia); unknown", "B11"), ("ileal_band", "not(More than 20 cm)", "C11"), ("crohns_band", "More than 30 up to 60 cm", "D11")),
        "L5": (("cause", "not(Pernicious anaemia); unknown", "B12"), ("ileal_band", "not(More than 20 cm)", "C12"), ("crohns_band", "No ileal Crohn's disease; Up to 30 cm; Length not recorded", "D12"), ("bariatric_procedure", "not(No bariatric operation)", "E12")),
        "L6": (("cause", "Bariatric surgery", "B13"), ("ileal_band", "not(More than 20 cm)", "C13"), ("crohns_band", "No ileal Crohn's disease; Up to 30 cm; Length not recorded", "D13"), ("bariatric_procedure", "No bariatric operation; unknown", "E13")),
        "L7": (("cause", "not(Pernicious anaemia, Bariatric surgery); unknown", "B14"), ("ileal_band", "not(More than 20 cm)", "C14"), ("crohns_band", "No ileal Crohn's disease; Up to 30 cm; Length not recorded", "D14"), ("bariatric_procedure", "No bariatric operation; unknown", "E14")),
    },
    "medicine_effect": {
        "M1": (("drug_ongoing", "Taken now", "B8"), ("exposure_band", "More than 4 months", "C8"), ("deficiency_confirmed", "yes", "D8")),
        "M2": (("drug_ongoing", "Taken now", "B9"), ("exposure_band", "Up to 4 months", "C9")),
        "M3": (("drug_ongoing", "Taken now", "B10"), ("exposure_band", "More than 4 months", "C10"), ("deficiency_confirmed", "no; unknown", "D10")),
        "M4": (("drug_ongoing", "Taken now", "B11"), ("exposure_band", "Time not recorded", "C11")),
        "M5": (("drug_ongoing", "No longer taken", "B12"),),
        "M6": (("drug_ongoing", "Never taken", "B13"),),
        "M7": (("drug_ongoing", "unknown", "B14"),),
    },
    "age_rule": {
        "A1": (("age_band", "Over 75", "B8"), ("deficiency_confirmed", "yes", "C8")),
        "A2": (("age_band", "Over 75", "B9"), ("deficiency_confirmed", "unknown", "C9")),
        "A3": (("age_band", "Over 75", "B10"), ("deficiency_confirmed", "no", "C10")),
        "A4": (("age_band", "Under 18; Adult up to 75", "B11"),),
        "A5": (("age_band", "Age not recorded", "B12"),),
    },
    "cause_class": {
        "C1": (("permanent_cause", "yes", "B8"),),
        "C2": (("permanent_cause", "no", "B9"), ("cause", "Gastric surgery; Other malabsorption", "C9")),
        "C3": (("permanent_cause", "no", "B10"), ("cause", "not(Gastric surgery, Other malabsorption); unknown", "C10"), ("absorption_status", "Impaired", "D10")),
        "C4": (("permanent_cause", "no", "B11"), ("cause", "Proton pump inhibitor; Metformin; Dietary deficiency", "C11"), ("absorption_status", "Confirmed normal; unknown", "D11"), ("medicine_effect", "Keeps the deficiency going", "E11")),
        "C4b": (("permanent_cause", "no", "B12"), ("cause", "Pernicious anaemia; Ileal resection; Crohn's disease of the ileum; Bariatric surgery; Another cause; unknown", "C12"), ("absorption_status", "Confirmed normal; unknown", "D12"), ("medicine_effect", "Keeps the deficiency going", "E12")),
        "C4c": (("permanent_cause", "no", "B13"), ("cause", "Age-related", "C13"), ("absorption_status", "Confirmed normal; unknown", "D13"), ("medicine_effect", "Keeps the deficiency going", "E13"), ("age_rule", "Applies until settled; Does not apply; Age not known", "F13")),
        "C5": (("permanent_cause", "no", "B14"), ("cause", "Dietary deficiency", "C14"), ("absorption_status", "Confirmed normal; unknown", "D14"), ("medicine_effect", "Stopped; Never taken", "E14")),
        "C6": (("permanent_cause", "no", "B15"), ("cause", "Dietary deficiency", "C15"), ("absorption_status", "Confirmed normal; unknown", "D15"), ("medicine_effect", "Taken for a short time", "E15")),
        "C7": (("permanent_cause", "no", "B16"), ("cause", "Dietary deficiency", "C16"), ("absorption_status", "Confirmed normal; unknown", "D16"), ("medicine_effect", "Unsettled", "E16")),
        "C8": (("permanent_cause", "no", "B17"), ("cause", "Proton pump inhibitor; Metformin", "C17"), ("absorption_status", "Confirmed normal; unknown", "D17"), ("medicine_effect", "Stopped", "E17")),
        "C9": (("permanent_cause", "no", "B18"), ("cause", "Proton pump inhibitor; Metformin", "C18"), ("absorption_status", "Confirmed normal; unknown", "D18"), ("medicine_effect", "Taken for a short time; Never taken; Unsettled", "E18")),
        "C10": (("permanent_cause", "no", "B19"), ("cause", "Age-related", "C19"), ("absorption_status", "Confirmed normal; unknown", "D19"), ("age_rule", "Applies", "F19")),
        "C11": (("permanent_cause", "no", "B20"), ("cause", "Age-related", "C20"), ("absorption_status", "Confirmed normal; unknown", "D20"), ("medicine_effect", "not(Keeps the deficiency going)", "E20"), ("age_rule", "Applies until settled; Does not apply; Age not known", "F20")),
        "C12": (("permanent_cause", "no", "B21"), ("cause", "Pernicious anaemia; Ileal resection; Crohn's disease of the ileum; Bariatric surgery; Another cause; unknown", "C21"), ("absorption_status", "Confirmed normal; unknown", "D21"), ("medicine_effect", "not(Keeps the deficiency going)", "E21")),
    },
    "neuro_class": {
        "R1": (("neuro_status", "Present", "B8"),),
        "R2": (("neuro_status", "Resolved", "B9"),),
        "R3": (("neuro_status", "None", "B10"),),
        "R4": (("neuro_status", "unknown", "B11"),),
    },
    "anaemia_status": {
        "Y1": (("cbc_status", "Megaloblastic anaemia", "B8"), ("months_since_start", ">= 3; unknown", "C8")),
        "Y2": (("cbc_status", "Megaloblastic anaemia", "B9"), ("months_since_start", "< 3", "C9")),
        "Y3": (("cbc_status", "Normal; Other abnormality", "B10"),),
        "Y4": (("cbc_status", "Not done; unknown", "B11"),),
    },
    "repleted": {
        "B1": (("phase", "Loading", "B8"),),
        "B2": (("phase", "Loading complete; Maintenance", "B9"), ("biochemical_correction", "yes", "C9"), ("b12_band", "Adequate", "D9"), ("mma_band", "On target", "E9")),
        "B2b": (("phase", "Loading complete; Maintenance", "B10"), ("biochemical_correction", "yes", "C10"), ("b12_band", "Adequate", "D10"), ("mma_band", "No result", "E10"), ("anaemia_status", "not(Persists)", "G10"), ("hcy_band", "On target; No result", "H10")),
        "B11": (("phase", "Loading complete; Maintenance", "B11"), ("biochemical_correction", "yes", "C11"), ("b12_band", "Adequate", "D11"), ("mma_band", "No result", "E11"), ("hcy_band", "Above target", "H11")),
        "B12": (("phase", "Loading complete; Maintenance", "B12"), ("biochemical_correction", "yes", "C12"), ("b12_band", "Adequate", "D12"), ("mma_band", "No result", "E12"), ("anaemia_status", "Persists", "G12"), ("hcy_band", "On target; No result", "H12")),
        "B9": (("phase", "Loading complete; Maintenance", "B13"), ("biochemical_correction", "yes", "C13"), ("b12_band", "No result", "D13"), ("mma_band", "not(Raised)", "E13")),
        "B10": (("phase", "Loading complete; Maintenance", "B14"), ("biochemical_correction", "yes", "C14"), ("b12_band", "Adequate", "D14"), ("mma_band", "At the limit", "E14")),
        "B3": (("phase", "not(Loading); unknown", "B15"), ("biochemical_correction", "no", "C15")),
        "B6": (("phase", "not(Loading); unknown", "B16"), ("biochemical_correction", "yes; unknown", "C16"), ("b12_band", "Low; Borderline", "D16")),
        "B7": (("phase", "not(Loading); unknown", "B17"), ("biochemical_correction", "yes; unknown", "C17"), ("b12_band", "Adequate; No result", "D17"), ("mma_band", "Raised", "E17"), ("renal_class", "Unimpaired", "F17")),
        "B8": (("phase", "not(Loading); unknown", "B18"), ("biochemical_correction", "yes; unknown", "C18"), ("b12_band", "Adequate; No result", "D18"), ("mma_band", "Raised", "E18"), ("renal_class", "Impaired; unknown", "F18")),
        "B4": (("phase", "Loading complete; Maintenance", "B19"), ("biochemical_correction", "unknown", "C19"), ("b12_band", "Adequate; No result", "D19"), ("mma_band", "not(Raised)", "E19")),
        "B5": (("phase", "No loading given; unknown", "B20"), ("biochemical_correction", "yes; unknown", "C20"), ("b12_band", "Adequate; No result", "D20"), ("mma_band", "not(Raised)", "E20")),
    },
    "symptom_response": {
        "S1": (("neuro_status", "Present", "B8"), ("symptom_course", "Persistent; Worsening", "C8"), ("current_interval", "Monthly", "E8")),
        "S2": (("neuro_status", "Present", "B9"), ("symptom_course", "Persistent; Worsening", "C9"), ("current_interval", "not(Monthly); unknown", "E9")),
        "S3": (("neuro_status", "None; Resolved; unknown", "B10"), ("symptom_course", "Persistent; Worsening", "C10")),
        "S4": (("symptom_course", "Recurred", "C11"),),
        "S5": (("symptom_course", "Symptom-free; Improving; unknown", "C12"), ("depression_course", "Recurred", "D12")),
        "S6": (("symptom_course", "unknown", "C13"), ("depression_course", "No depression; Improved; Persistent; unknown", "D13")),
        "S7": (("symptom_course", "Symptom-free; Improving", "C14"), ("depression_course", "unknown", "D14")),
        "S8": (("symptom_course", "Symptom-free; Improving", "C15"), ("depression_course", "No depression; Improved; Persistent", "D15")),
    },
    "response_class": {
        "P1": (("symptom_response", "Neurology persists on monthly", "B8"),),
        "P2": (("symptom_response", "Symptoms persist", "B9"),),
        "P3": (("symptom_response", "Symptoms recurred", "B10"),),
        "P4": (("symptom_response", "Satisfactory; Response not known", "B11"), ("b12_band", "Low", "C11")),
        "P5": (("symptom_response", "Satisfactory; Response not known", "B12"), ("b12_band", "not(Low)", "C12"), ("mma_band", "Raised", "D12")),
        "P8": (("symptom_response", "Satisfactory; Response not known", "B13"), ("b12_band", "not(Low)", "C13"), ("mma_band", "not(Raised)", "D13"), ("anaemia_status", "Persists", "E13")),
        "P6": (("symptom_response", "Response not known", "B14"), ("b12_band", "not(Low)", "C14"), ("mma_band", "not(Raised)", "D14"), ("anaemia_status", "not(Persists)", "E14")),
        "P7": (("symptom_response", "Satisfactory", "B15"), ("b12_band", "not(Low)", "C15"), ("mma_band", "not(Raised)", "D15"), ("anaemia_status", "not(Persists)", "E15"), ("hcy_band", "On target; No result", "F15")),
        "P9": (("symptom_response", "Satisfactory", "B16"), ("b12_band", "not(Low)", "C16"), ("mma_band", "On target", "D16"), ("anaemia_status", "not(Persists)", "E16"), ("hcy_band", "Above target", "F16")),
        "P10": (("symptom_response", "Satisfactory", "B17"), ("b12_band", "not(Low)", "C17"), ("mma_band", "At the limit; No result", "D17"), ("anaemia_status", "not(Persists)", "E17"), ("hcy_band", "Above target", "F17")),
    },
    "guards": {
        "G01": (("age_years", "< 18", "D9"),),
        "G02": (("last_check_month", "< 0", "D10"),),
        "G03": (("maintenance_start_month", "< 0", "D11"),),
        "G04": (("biochemical_correction", "yes", "D12"), ("b12_band", "Low", "D12")),
        "G05": (("b12_band", "Low; Borderline", "D13"), ("normal_checks", "One normal check; At least two normal checks", "D13")),
        "G06": (("normal_checks", "One normal check; At least two normal checks", "D14"), ("check_done", "no", "D14")),
        "G07": (("cause", "Ileal resection", "D15"), ("ileal_band", "No ileal resection", "D15")),
        "G08": (("cause", "Bariatric surgery", "D16"), ("bariatric_procedure", "No bariatric operation", "D16")),
        "G09": (("cause", "Crohn's disease of the ileum", "D17"), ("crohns_band", "No ileal Crohn's disease", "D17")),
        "G10": (("cause", "Proton pump inhibitor; Metformin", "D18"), ("drug_ongoing", "Never taken", "D18")),
        "G11a": (("current_route", "Oral", "D19"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly; Every 2 months; Every 3 months; Longer than 3 months", "D19")),
        "G11b": (("current_route", "Intramuscular", "D20"), ("current_interval", "Daily by mouth", "D20")),
        "G11c": (("current_route", "No route", "D21"), ("current_interval", "Daily by mouth", "D21")),
        "G12a": (("cause", "Pernicious anaemia; Gastric surgery; Other malabsorption", "D22"), ("absorption_status", "Confirmed normal", "D22")),
        "G12b": (("cause", "not(Pernicious anaemia, Gastric surgery, Other malabsorption); unknown", "D23"), ("ileal_band", "More than 20 cm", "D23"), ("absorption_status", "Confirmed normal", "D23")),
        "G12c": (("cause", "not(Pernicious anaemia, Gastric surgery, Other malabsorption); unknown", "D24"), ("ileal_band", "not(More than 20 cm)", "D24"), ("crohns_band", "More than 30 up to 60 cm; More than 60 cm", "D24"), ("absorption_status", "Confirmed normal", "D24")),
        "G12d": (("cause", "not(Pernicious anaemia, Gastric surgery, Other malabsorption); unknown", "D25"), ("ileal_band", "not(More than 20 cm)", "D25"), ("bariatric_procedure", "not(No bariatric operation)", "D25"), ("crohns_band", "No ileal Crohn's disease; Up to 30 cm; Length not recorded", "D25"), ("absorption_status", "Confirmed normal", "D25")),
        "G13": (("phase", "Loading", "D26"), ("current_interval", "Every 2 months; Every 3 months; Longer than 3 months", "D26")),
        "G14": (("renal_diagnosis", "Dialysis", "D27"), ("egfr_band", "At least 60", "D27")),
        "G16": (("age_years", "> 60", "D28"), ("pregnancy_status", "Planning pregnancy; Pregnant; Breastfeeding", "D28")),
        "G17": (("current_product", "No product", "D29"), ("current_route", "Intramuscular; Oral", "D29")),
        "G17b": (("current_product", "No product", "D30"), ("current_route", "unknown", "D30"), ("current_interval", "Daily by mouth", "D30")),
        "G18": (("phase", "Maintenance", "D31"), ("current_interval", "No interval", "D31")),
        "G19": (("biochemical_correction", "yes", "D32"), ("check_done", "no", "D32")),
        "G20": (("b12_band", "Low; Borderline; Adequate", "D33"), ("check_done", "no", "D33")),
        "G21": (("neuro_status", "Present", "D34"), ("symptom_course", "Symptom-free", "D34")),
    },
    "case_ok": {
        "K1": (("guard_kind", "includes Contradiction", "B8"),),
        "K2": (("guard_kind", "excludes Contradiction and includes Impossible", "B9"),),
        "K3": (("guard_kind", "excludes Contradiction and excludes Impossible and includes Out of scope", "B10"),),
        "K4": (("guard_kind", "excludes Contradiction and excludes Impossible and excludes Out of scope", "B11"),),
    },
    "bariatric_pregnancy": {
        "Z1": (("cause_is_bariatric", "yes", "B8"), ("pregnancy_status", "Pregnant", "C8")),
        "Z2": (("cause_is_bariatric", "yes", "B9"), ("pregnancy_status", "Planning pregnancy", "C9")),
        "Z3": (("cause_is_bariatric", "yes", "B10"), ("pregnancy_status", "Does not apply; No pregnancy; Breastfeeding; unknown", "C10")),
        "Z4": (("cause_is_bariatric", "no", "B11"),),
    },
    "closer_checks": {
        "G1": (("symptom_course", "Recurred", "D8"),),
        "G2": (("symptom_course", "not(Recurred); unknown", "D9"), ("depression_course", "Recurred", "E9")),
        "G3": (("symptom_course", "not(Recurred); unknown", "D10"), ("depression_course", "not(Recurred); unknown", "E10"), ("anaemia_status", "Persists", "F10")),
        "G4": (("symptom_course", "Persistent; Worsening", "D11"), ("depression_course", "not(Recurred); unknown", "E11"), ("anaemia_status", "not(Persists)", "F11"), ("b12_band", "Low; Borderline; No result", "G11")),
        "G5": (("symptom_course", "Persistent; Worsening", "D12"), ("depression_course", "not(Recurred); unknown", "E12"), ("anaemia_status", "not(Persists)", "F12"), ("b12_band", "Adequate", "G12")),
        "G6": (("neuro_class", "Involved; unknown", "C13"), ("symptom_course", "Symptom-free; Improving; unknown", "D13"), ("depression_course", "not(Recurred); unknown", "E13"), ("anaemia_status", "not(Persists)", "F13")),
        "G7": (("bariatric_pregnancy", "Planning after surgery", "B14"), ("neuro_class", "No involvement", "C14"), ("symptom_course", "Symptom-free; Improving; unknown", "D14"), ("depression_course", "not(Recurred); unknown", "E14"), ("anaemia_status", "not(Persists)", "F14")),
        "G8": (("bariatric_pregnancy", "not(Planning after surgery)", "B15"), ("neuro_class", "No involvement", "C15"), ("symptom_course", "Symptom-free; Improving; unknown", "D15"), ("depression_course", "not(Recurred); unknown", "E15"), ("anaemia_status", "not(Persists)", "F15")),
    },
    "monitor_track": {
        "M1": (("bariatric_pregnancy", "Pregnant after surgery", "B8"), ("age_band", "not(Under 18)", "G8")),
        "M2": (("bariatric_pregnancy", "not(Pregnant after surgery)", "B9"), ("phase", "Loading", "C9"), ("age_band", "not(Under 18)", "G9")),
        "M4": (("bariatric_pregnancy", "not(Pregnant after surgery)", "B10"), ("phase", "not(Loading); unknown", "C10"), ("closer_checks", "Every 3 months at most", "D10"), ("age_band", "not(Under 18)", "G10")),
        "M3": (("bariatric_pregnancy", "not(Pregnant after surgery)", "B11"), ("phase", "not(Loading); unknown", "C11"), ("closer_checks", "Every 3 to 6 months", "D11"), ("stabilised", "yes", "F11"), ("age_band", "not(Under 18)", "G11")),
        "M5": (("bariatric_pregnancy", "not(Pregnant after surgery)", "B12"), ("phase", "not(Loading); unknown", "C12"), ("closer_checks", "Every 3 to 6 months", "D12"), ("stabilised", "no; unknown", "F12"), ("age_band", "not(Under 18)", "G12")),
        "M7": (("bariatric_pregnancy", "not(Pregnant after surgery)", "B13"), ("phase", "not(Loading); unknown", "C13"), ("closer_checks", "No reason for closer checks", "D13"), ("year_band", "First year", "E13"), ("age_band", "not(Under 18)", "G13")),
        "M8": (("bariatric_pregnancy", "not(Pregnant after surgery)", "B14"), ("phase", "not(Loading); unknown", "C14"), ("closer_checks", "No reason for closer checks", "D14"), ("year_band", "After the first year", "E14"), ("stabilised", "yes", "F14"), ("age_band", "not(Under 18)", "G14")),
        "M9": (("bariatric_pregnancy", "not(Pregnant after surgery)", "B15"), ("phase", "not(Loading); unknown", "C15"), ("closer_checks", "No reason for closer checks", "D15"), ("year_band", "After the first year", "E15"), ("stabilised", "no; unknown", "F15"), ("age_band", "not(Under 18)", "G15")),
        "M10": (("bariatric_pregnancy", "not(Pregnant after surgery)", "B16"), ("phase", "not(Loading); unknown", "C16"), ("closer_checks", "No reason for closer checks", "D16"), ("year_band", "Start not recorded", "E16"), ("age_band", "not(Under 18)", "G16")),
        "M0": (("age_band", "Under 18", "G17"),),
    },
    "next_check": {
        "D1": (("track", "After loading", "B11"), ("last_check", "No check yet; Before month 3; Before month 3, if any; Time not recorded", "C11")),
        "D2": (("track", "Each trimester", "B12"),),
        "D3": (("track", "First year; Every 3 months; Every year; Every 3 to 6 months", "B13"), ("last_check", "No check yet; Before month 3; Before month 3, if any", "C13")),
        "D4": (("track", "First year", "B14"), ("last_check", "Month 3 to 5", "C14")),
        "D5": (("track", "First year", "B15"), ("last_check", "Month 6 to 8", "C15"), ("stabilised", "yes", "D15")),
        "D6": (("track", "First year", "B16"), ("last_check", "Month 6 to 8", "C16"), ("stabilised", "no; unknown", "D16")),
        "D7": (("track", "First year", "B17"), ("last_check", "Month 9 to 11", "C17")),
        "D8": (("track", "Every year", "B18"), ("last_check", "Month 3 to 5; Month 6 to 8; Month 9 to 11", "C18")),
        "D9": (("track", "Every year", "B19"), ("last_check", "From month 12", "C19")),
        "D10": (("track", "Every 3 months; After loading", "B20"), ("last_check", "Month 6 to 8", "C20"), ("year_band", "After the first year; Start not recorded", "E20")),
        "D18": (("track", "Every 3 months; After loading", "B21"), ("last_check", "Month 3 to 5", "C21"), ("year_band", "First year; After the first year", "E21")),
        "D19": (("track", "Every 3 months; After loading", "B22"), ("last_check", "Month 6 to 8", "C22"), ("year_band", "First year", "E22")),
        "D20": (("track", "Every 3 months; After loading", "B23"), ("last_check", "From month 12", "C23")),
        "D11": (("track", "Every 3 months; Every 3 to 6 months; After loading", "B24"), ("last_check", "Month 9 to 11", "C24"), ("year_band", "First year", "E24")),
        "D21": (("track", "Every 3 months; After loading", "B25"), ("last_check", "Month 9 to 11", "C25"), ("year_band", "After the first year", "E25")),
        "D22": (("track", "Every 3 months; After loading", "B26"), ("last_check", "Month 3 to 5; Month 9 to 11", "C26"), ("year_band", "Start not recorded", "E26")),
        "D13": (("track", "Every 3 to 6 months", "B27"), ("last_check", "Month 3 to 5", "C27")),
        "D14": (("track", "Every 3 to 6 months", "B28"), ("last_check", "Month 6 to 8", "C28"), ("year_band", "First year", "E28")),
        "D15": (("track", "Every 3 to 6 months", "B29"), ("last_check", "From month 12", "C29")),
        "D23": (("track", "Every 3 to 6 months", "B30"), ("last_check", "Month 6 to 8; Month 9 to 11", "C30"), ("year_band", "After the first year", "E30")),
        "D24": (("track", "Every 3 to 6 months", "B31"), ("last_check", "Month 6 to 8; Month 9 to 11", "C31"), ("year_band", "Start not recorded", "E31")),
        "D16": (("track", "First year; Every 3 months; Every year; Every 3 to 6 months", "B32"), ("last_check", "Time not recorded", "C32")),
        "D17": (("track", "Start date needed", "B33"),),
        "D0": (("track", "Outside these rules", "B34"),),
    },
    "due_status": {
        "X1": (("check_basis", "From the start of treatment", "B10"), ("from_start_opens", "> 0", "C10")),
        "X2": (("check_basis", "From the start of treatment", "B11"), ("from_start_opens", "<= 0", "C11"), ("from_start_closes", ">= -1", "D11")),
        "X3": (("check_basis", "From the start of treatment", "B12"), ("from_start_opens", "<= 0", "C12"), ("from_start_closes", "< -1", "D12")),
        "X5": (("check_basis", "From the start of treatment", "B13"), ("from_start_opens", "unknown", "C13")),
        "X6": (("check_basis", "After the last check", "B14"), ("after_last_opens", "> 0", "E14")),
        "X7": (("check_basis", "After the last check", "B15"), ("after_last_opens", "<= 0", "E15"), ("after_last_closes", ">= -1", "F15")),
        "X8": (("check_basis", "After the last check", "B16"), ("after_last_opens", "<= 0", "E16"), ("after_last_closes", "< -1", "F16")),
        "X10": (("check_basis", "After the last check", "B17"), ("after_last_opens", "unknown", "E17")),
        "X11": (("check_basis", "Now", "B18"),),
        "X12": (("check_basis", "This trimester", "B19"), ("trimester_check_done", "no; unknown", "G19")),
        "X13": (("check_basis", "This trimester", "B20"), ("trimester_check_done", "yes", "G20"), ("months_since_last_check", "<= 3; unknown", "H20")),
        "X14": (("check_basis", "This trimester", "B21"), ("trimester_check_done", "yes", "G21"), ("months_since_last_check", "> 3", "H21")),
        "X0": (("check_basis", "Nothing planned here", "B22"),),
    },
    "micronutrient_check": {
        "V1": (("cause_is_bariatric", "no", "B11"),),
        "V2": (("cause_is_bariatric", "yes", "B12"), ("age_band", "Under 18", "C12")),
        "V3": (("cause_is_bariatric", "yes", "B13"), ("age_band", "not(Under 18)", "C13"), ("months_since_micronutrients", "> 7", "F13")),
        "V4": (("cause_is_bariatric", "yes", "B14"), ("age_band", "not(Under 18)", "C14"), ("bariatric_pregnancy", "not(Pregnant after surgery)", "D14"), ("months_since_micronutrients", "< 6", "F14")),
        "V5": (("cause_is_bariatric", "yes", "B15"), ("age_band", "not(Under 18)", "C15"), ("bariatric_pregnancy", "not(Pregnant after surgery)", "D15"), ("months_since_micronutrients", "[6..7]", "F15")),
        "V6": (("cause_is_bariatric", "yes", "B16"), ("age_band", "not(Under 18)", "C16"), ("bariatric_pregnancy", "not(Pregnant after surgery)", "D16"), ("months_since_micronutrients", "unknown", "F16")),
        "V7": (("cause_is_bariatric", "yes", "B17"), ("age_band", "not(Under 18)", "C17"), ("bariatric_pregnancy", "Pregnant after surgery", "D17"), ("trimester_check_done", "no; unknown", "E17"), ("months_since_micronutrients", "<= 7; unknown", "F17")),
        "V8": (("cause_is_bariatric", "yes", "B18"), ("age_band", "not(Under 18)", "C18"), ("bariatric_pregnancy", "Pregnant after surgery", "D18"), ("trimester_check_done", "yes", "E18"), ("months_since_micronutrients", "< 6; unknown", "F18")),
        "V9": (("cause_is_bariatric", "yes", "B19"), ("age_band", "not(Under 18)", "C19"), ("bariatric_pregnancy", "Pregnant after surgery", "D19"), ("trimester_check_done", "yes", "E19"), ("months_since_micronutrients", "[6..7]", "F19")),
    },
    "check_record": {
        "Y1": (("last_check", "No check yet", "B8"),),
        "Y2": (("last_check", "Time not recorded; Before month 3, if any", "B9"), ("due_status", "not(Overdue)", "C9")),
        "Y3": (("last_check", "not(No check yet)", "B10"), ("due_status", "Overdue", "C10")),
        "Y4": (("last_check", "Before month 3; Month 3 to 5; Month 6 to 8; Month 9 to 11; From month 12", "B11"), ("due_status", "not(Overdue)", "C11")),
    },
    "lab_reading": {
        "R1": (("b12_band", "Low", "C9"), ("age_band", "not(Under 18)", "I9")),
        "R2": (("b12_band", "Borderline", "C10"), ("mma_band", "No result", "D10"), ("age_band", "not(Under 18)", "I10")),
        "R2b": (("b12_band", "Borderline", "C11"), ("mma_band", "On target; At the limit; Raised", "D11"), ("age_band", "not(Under 18)", "I11")),
        "R3": (("b12_band", "Adequate", "C12"), ("age_band", "not(Under 18)", "I12")),
        "R4": (("mma_band", "Raised", "D13"), ("age_band", "not(Under 18)", "I13")),
        "R5": (("mma_band", "At the limit", "D14"), ("age_band", "not(Under 18)", "I14")),
        "R6": (("mma_band", "On target", "D15"), ("age_band", "not(Under 18)", "I15")),
        "R7": (("hcy_band", "Above target", "E16"), ("age_band", "not(Under 18)", "I16")),
        "R8": (("hcy_band", "On target", "E17"), ("age_band", "not(Under 18)", "I17")),
        "R9": (("cause_is_bariatric", "yes", "F18"), ("vitd_band", "Below target", "G18"), ("age_band", "not(Under 18)", "I18")),
        "R10": (("cause_is_bariatric", "yes", "F19"), ("vitd_band", "On target", "G19"), ("age_band", "not(Under 18)", "I19")),
        "R11": (("cbc_status", "Megaloblastic anaemia", "H20"), ("age_band", "not(Under 18)", "I20")),
        "R12": (("cbc_status", "Other abnormality", "H21"), ("age_band", "not(Under 18)", "I21")),
    },
    "oral_barrier": {
        "B1": (("case_ok", "no", "B8"),),
        "B2": (("case_ok", "yes", "B9"), ("neuro_class", "Involved", "C9")),
        "B3": (("case_ok", "yes", "B10"), ("neuro_class", "unknown", "C10")),
        "B4": (("case_ok", "yes", "B11"), ("neuro_class", "No involvement", "C11"), ("phase", "Loading; No loading given; unknown", "D11")),
        "B5": (("case_ok", "yes", "B12"), ("neuro_class", "No involvement", "C12"), ("phase", "Loading complete; Maintenance", "D12"), ("response_class", "Neurology persists on monthly; Symptoms persist; Symptoms recurred", "E12")),
        "B6": (("case_ok", "yes", "B13"), ("neuro_class", "No involvement", "C13"), ("phase", "Loading complete; Maintenance", "D13"), ("response_class", "Level low; Functional deficiency", "E13")),
        "B7": (("case_ok", "yes", "B14"), ("neuro_class", "No involvement", "C14"), ("phase", "Loading complete; Maintenance", "D14"), ("response_class", "Anaemia persists; Function not shown; Unassessed; Responding", "E14")),
    },
    "missing_condition": {
        "K1": (("biochemical_correction", "no; unknown", "B8"),),
        "K2": (("biochemical_correction", "yes", "B9"), ("dietary_intake", "Inadequate; unknown", "C9")),
        "K3": (("biochemical_correction", "yes", "B10"), ("dietary_intake", "Adequate", "C10"), ("absorption_status", "Impaired; unknown", "D10")),
        "K4": (("biochemical_correction", "yes", "B11"), ("dietary_intake", "Adequate", "C11"), ("absorption_status", "Confirmed normal", "D11"), ("response_class", "not(Responding, Anaemia persists, Function not shown)", "E11")),
        "K8": (("biochemical_correction", "yes", "B12"), ("dietary_intake", "Adequate", "C12"), ("absorption_status", "Confirmed normal", "D12"), ("response_class", "Anaemia persists", "E12")),
        "K9": (("biochemical_correction", "yes", "B13"), ("dietary_intake", "Adequate", "C13"), ("absorption_status", "Confirmed normal", "D13"), ("response_class", "Function not shown", "E13")),
        "K11": (("biochemical_correction", "yes", "B14"), ("dietary_intake", "Adequate", "C14"), ("absorption_status", "Confirmed normal", "D14"), ("response_class", "Responding", "E14"), ("depression_course", "Persistent", "F14")),
        "K5": (("biochemical_correction", "yes", "B15"), ("dietary_intake", "Adequate", "C15"), ("absorption_status", "Confirmed normal", "D15"), ("response_class", "Responding", "E15"), ("depression_course", "not(Persistent); unknown", "F15"), ("b12_band", "Low; Borderline; No result", "G15")),
        "K6": (("biochemical_correction", "yes", "B16"), ("dietary_intake", "Adequate", "C16"), ("absorption_status", "Confirmed normal", "D16"), ("response_class", "Responding", "E16"), ("depression_course", "not(Persistent); unknown", "F16"), ("b12_band", "Adequate", "G16"), ("mma_band", "At the limit; Raised", "H16")),
        "K7": (("biochemical_correction", "yes", "B17"), ("dietary_intake", "Adequate", "C17"), ("absorption_status", "Confirmed normal", "D17"), ("response_class", "Responding", "E17"), ("depression_course", "not(Persistent); unknown", "F17"), ("b12_band", "Adequate", "G17"), ("mma_band", "On target; No result", "H17"), ("check_record", "Recent enough; Date not known", "I17")),
        "K10": (("biochemical_correction", "yes", "B18"), ("dietary_intake", "Adequate", "C18"), ("absorption_status", "Confirmed normal", "D18"), ("response_class", "Responding", "E18"), ("depression_course", "not(Persistent); unknown", "F18"), ("b12_band", "Adequate", "G18"), ("mma_band", "On target; No result", "H18"), ("check_record", "Last check too old; None done yet", "I18")),
    },
    "discontinuation": {
        "V1": (("case_ok", "no", "B9"),),
        "V2": (("case_ok", "yes", "B10"), ("cause_class", "Permanent", "C10")),
        "V3": (("case_ok", "yes", "B11"), ("cause_class", "Malabsorption", "C11")),
        "V4": (("case_ok", "yes", "B12"), ("cause_class", "Medicine continues", "C12")),
        "V5": (("case_ok", "yes", "B13"), ("cause_class", "Age", "C13")),
        "V6": (("case_ok", "yes", "B14"), ("cause_class", "Medicine stopped; Dietary; Unsettled", "C14"), ("age_rule", "Applies; Applies until settled", "D14")),
        "V7": (("case_ok", "yes", "B15"), ("cause_class", "Medicine stopped; Unsettled", "C15"), ("age_rule", "Does not apply; Age not known", "D15")),
        "V8": (("case_ok", "yes", "B16"), ("cause_class", "Dietary", "C16"), ("age_rule", "Age not known", "D16")),
        "V9": (("case_ok", "yes", "B17"), ("cause_class", "Dietary", "C17"), ("age_rule", "Does not apply", "D17"), ("neuro_class", "Involved; unknown", "E17")),
        "V10": (("case_ok", "yes", "B18"), ("cause_class", "Dietary", "C18"), ("age_rule", "Does not apply", "D18"), ("neuro_class", "No involvement", "E18"), ("phase", "Loading; No loading given; unknown", "F18")),
        "V11": (("case_ok", "yes", "B19"), ("cause_class", "Dietary", "C19"), ("age_rule", "Does not apply", "D19"), ("neuro_class", "No involvement", "E19"), ("phase", "Loading complete; Maintenance", "F19"), ("missing_condition", "not(Nothing missing)", "G19")),
        "V12": (("case_ok", "yes", "B20"), ("cause_class", "Dietary", "C20"), ("age_rule", "Does not apply", "D20"), ("neuro_class", "No involvement", "E20"), ("phase", "Loading complete; Maintenance", "F20"), ("missing_condition", "Nothing missing", "G20"), ("pregnancy_status", "Planning pregnancy; Pregnant; Breastfeeding; unknown", "H20")),
        "V13": (("case_ok", "yes", "B21"), ("cause_class", "Dietary", "C21"), ("age_rule", "Does not apply", "D21"), ("neuro_class", "No involvement", "E21"), ("phase", "Loading complete; Maintenance", "F21"), ("missing_condition", "Nothing missing", "G21"), ("pregnancy_status", "Does not apply; No pregnancy", "H21")),
    },
    "oral_option": {
        "O1": (("oral_barrier", "not(Nothing rules them out)", "B9"),),
        "O2": (("oral_barrier", "Nothing rules them out", "B10"), ("cause_class", "Permanent", "C10"), ("cause", "Pernicious anaemia", "D10"), ("renal_class", "Unimpaired", "E10"), ("response_class", "not(Anaemia persists)", "F10")),
        "O2b": (("oral_barrier", "Nothing rules them out", "B11"), ("cause_class", "Permanent", "C11"), ("cause", "Pernicious anaemia", "D11"), ("renal_class", "Unimpaired", "E11"), ("response_class", "Anaemia persists", "F11")),
        "O3": (("oral_barrier", "Nothing rules them out", "B12"), ("cause_class", "Permanent", "C12"), ("cause", "Pernicious anaemia", "D12"), ("renal_class", "Impaired; unknown", "E12")),
        "O4": (("oral_barrier", "Nothing rules them out", "B13"), ("cause_class", "Permanent", "C13"), ("cause", "not(Pernicious anaemia); unknown", "D13")),
        "O5": (("oral_barrier", "Nothing rules them out", "B14"), ("cause_class", "Malabsorption", "C14")),
        "O6": (("oral_barrier", "Nothing rules them out", "B15"), ("cause_class", "Dietary", "C15"), ("missing_condition", "Nothing missing", "G15"), ("pregnancy_status", "Does not apply; No pregnancy", "H15")),
        "O7": (("oral_barrier", "Nothing rules them out", "B16"), ("cause_class", "Dietary", "C16"), ("missing_condition", "Nothing missing", "G16"), ("pregnancy_status", "Planning pregnancy; Pregnant; Breastfeeding; unknown", "H16")),
        "O8": (("oral_barrier", "Nothing rules them out", "B17"), ("cause_class", "Dietary", "C17"), ("missing_condition", "not(Nothing missing)", "G17")),
        "O9": (("oral_barrier", "Nothing rules them out", "B18"), ("cause_class", "Medicine continues; Medicine stopped; Age; Unsettled", "C18")),
    },
    "product": {
        "R1": (("renal_class", "Impaired", "B9"), ("age_band", "not(Under 18)", "D9")),
        "R2": (("renal_class", "unknown", "B10"), ("age_band", "not(Under 18)", "D10")),
        "R3": (("renal_class", "Unimpaired", "B11"), ("current_product", "Cyanocobalamin", "C11"), ("age_band", "not(Under 18)", "D11")),
        "R4": (("renal_class", "Unimpaired", "B12"), ("current_product", "Methylcobalamin", "C12"), ("age_band", "not(Under 18)", "D12")),
        "R5": (("renal_class", "Unimpaired", "B13"), ("current_product", "Hydroxocobalamin; Unspecified; No product; unknown", "C13"), ("age_band", "not(Under 18)", "D13")),
        "R0": (("age_band", "Under 18", "D14"),),
    },
    "product_by_mouth": {
        "M1": (("oral_option", "Ruled out", "B9"),),
        "M2": (("oral_option", "Possible; Condition missing; Clinician decides", "B10"), ("renal_class", "Impaired", "C10")),
        "M3": (("oral_option", "Possible; Condition missing; Clinician decides", "B11"), ("renal_class", "unknown", "C11")),
        "M4": (("oral_option", "Possible; Condition missing; Clinician decides", "B12"), ("renal_class", "Unimpaired", "C12")),
        "M5": (("oral_option", "Disputed: the clinician decides", "B13"),),
    },
    "in_use": {
        "U1": (("current_product", "No product", "B8"),),
        "U2": (("current_product", "not(No product); unknown", "B9"), ("current_route", "No route", "C9")),
        "U3": (("current_product", "not(No product); unknown", "B10"), ("current_route", "Intramuscular; Oral; unknown", "C10"), ("current_interval", "No interval", "D10")),
        "U4": (("current_product", "not(No product); unknown", "B11"), ("current_route", "Intramuscular", "C11"), ("current_interval", "not(No interval); unknown", "D11")),
        "U5": (("current_product", "not(No product); unknown", "B12"), ("current_route", "Oral", "C12"), ("current_interval", "not(No interval); unknown", "D12")),
        "U6": (("current_product", "not(No product); unknown", "B13"), ("current_route", "unknown", "C13"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly; Every 2 months; Every 3 months; Longer than 3 months", "D13")),
        "U7": (("current_product", "not(No product); unknown", "B14"), ("current_route", "unknown", "C14"), ("current_interval", "Daily by mouth", "D14")),
        "U8": (("current_product", "not(No product); unknown", "B15"), ("current_route", "unknown", "C15"), ("current_interval", "unknown", "D15")),
    },
    "product_schedule": {
        "P1": (("current_product", "Hydroxocobalamin", "B8"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly; Every 2 months; Every 3 months; Longer than 3 months", "C8")),
        "P2": (("current_product", "Cyanocobalamin", "B9"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly", "C9")),
        "P3": (("current_product", "Cyanocobalamin", "B10"), ("current_interval", "Every 2 months; Every 3 months; Longer than 3 months", "C10")),
        "P4": (("current_product", "Methylcobalamin", "B11"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly; Every 2 months; Every 3 months; Longer than 3 months", "C11")),
        "P5": (("current_product", "Unspecified; unknown", "B12"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly", "C12")),
        "P6": (("current_product", "Unspecified; unknown", "B13"), ("current_interval", "Every 2 months; Every 3 months; Longer than 3 months", "C13")),
        "P7": (("current_product", "No product", "B14"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly; Every 2 months; Every 3 months; Longer than 3 months", "C14")),
        "P8": (("current_interval", "Daily by mouth; No interval; unknown", "C15"),),
    },
    "escalation": {
        "E1": (("response_class", "Neurology persists on monthly", "B8"),),
        "E2": (("response_class", "Symptoms persist; Symptoms recurred", "B9"), ("current_interval", "Monthly", "C9")),
        "E2b": (("response_class", "Symptoms persist; Symptoms recurred", "B10"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks", "C10"), ("phase", "Maintenance; No loading given; unknown", "D10")),
        "E2c": (("response_class", "Symptoms persist; Symptoms recurred", "B11"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks", "C11"), ("phase", "Loading; Loading complete", "D11")),
        "E3": (("response_class", "Symptoms persist; Symptoms recurred", "B12"), ("current_interval", "Every 2 months; Every 3 months; Longer than 3 months", "C12")),
        "E3b": (("response_class", "Symptoms persist; Symptoms recurred", "B13"), ("current_interval", "Daily by mouth; No interval; unknown", "C13")),
        "E4": (("response_class", "Function not shown; Unassessed; Responding", "B14"),),
        "E5": (("response_class", "Level low; Functional deficiency; Anaemia persists", "B15"), ("current_interval", "Monthly", "C15")),
        "E6": (("response_class", "Level low; Functional deficiency; Anaemia persists", "B16"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks", "C16"), ("phase", "Maintenance; No loading given; unknown", "D16")),
        "E7": (("response_class", "Level low; Functional deficiency; Anaemia persists", "B17"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks", "C17"), ("phase", "Loading; Loading complete", "D17")),
        "E8": (("response_class", "Level low; Functional deficiency; Anaemia persists", "B18"), ("current_interval", "Every 2 months; Every 3 months; Longer than 3 months; Daily by mouth; No interval; unknown", "C18")),
    },
    "cause_interval": {
        "I1": (("cause", "Pernicious anaemia", "B8"),),
        "I2": (("cause", "not(Pernicious anaemia); unknown", "B9"), ("ileal_band", "More than 20 cm", "C9")),
        "I3": (("cause", "not(Pernicious anaemia); unknown", "B10"), ("ileal_band", "not(More than 20 cm)", "C10"), ("bariatric_procedure", "Roux-en-Y gastric bypass; Biliopancreatic diversion", "D10")),
        "I4": (("cause", "not(Pernicious anaemia); unknown", "B11"), ("ileal_band", "not(More than 20 cm)", "C11"), ("bariatric_procedure", "No bariatric operation; Sleeve gastrectomy; Gastric band; Another bariatric operation; Procedure not recorded; unknown", "D11")),
    },
    "regimen": {
        "R1": (("case_ok", "no", "B9"),),
        "R2": (("case_ok", "yes", "B10"), ("phase", "Loading", "C10")),
        "R3": (("case_ok", "yes", "B11"), ("phase", "not(Loading); unknown", "C11"), ("escalation", "Up to every 1 to 2 weeks", "D11")),
        "R4": (("case_ok", "yes", "B12"), ("phase", "not(Loading); unknown", "C12"), ("escalation", "Individual interval; Held at the individual interval", "D12")),
        "R5": (("case_ok", "yes", "B13"), ("phase", "not(Loading); unknown", "C13"), ("escalation", "Up to monthly", "D13")),
        "R5b": (("case_ok", "yes", "B14"), ("phase", "not(Loading); unknown", "C14"), ("escalation", "Held at monthly", "D14")),
        "R6": (("case_ok", "yes", "B15"), ("phase", "not(Loading); unknown", "C15"), ("escalation", "No step up", "D15"), ("cause_interval", "Monthly for pernicious anaemia", "E15"), ("neuro_class", "No involvement", "F15")),
        "R6b": (("case_ok", "yes", "B16"), ("phase", "not(Loading); unknown", "C16"), ("escalation", "No step up on a result alone", "D16"), ("cause_interval", "Monthly for pernicious anaemia", "E16"), ("neuro_class", "No involvement", "F16")),
        "R7": (("case_ok", "yes", "B17"), ("phase", "not(Loading); unknown", "C17"), ("escalation", "No step up", "D17"), ("cause_interval", "Monthly for pernicious anaemia", "E17"), ("neuro_class", "Involved; unknown", "F17")),
        "R7b": (("case_ok", "yes", "B18"), ("phase", "not(Loading); unknown", "C18"), ("escalation", "No step up on a result alone", "D18"), ("cause_interval", "Monthly for pernicious anaemia", "E18"), ("neuro_class", "Involved; unknown", "F18")),
        "R8": (("case_ok", "yes", "B19"), ("phase", "not(Loading); unknown", "C19"), ("escalation", "No step up", "D19"), ("cause_interval", "Monthly for ileal resection", "E19"), ("neuro_class", "No involvement", "F19")),
        "R8b": (("case_ok", "yes", "B20"), ("phase", "not(Loading); unknown", "C20"), ("escalation", "No step up on a result alone", "D20"), ("cause_interval", "Monthly for ileal resection", "E20"), ("neuro_class", "No involvement", "F20")),
        "R9": (("case_ok", "yes", "B21"), ("phase", "not(Loading); unknown", "C21"), ("escalation", "No step up", "D21"), ("cause_interval", "Monthly for ileal resection", "E21"), ("neuro_class", "Involved; unknown", "F21")),
        "R9b": (("case_ok", "yes", "B22"), ("phase", "not(Loading); unknown", "C22"), ("escalation", "No step up on a result alone", "D22"), ("cause_interval", "Monthly for ileal resection", "E22"), ("neuro_class", "Involved; unknown", "F22")),
        "R10": (("case_ok", "yes", "B23"), ("phase", "not(Loading); unknown", "C23"), ("escalation", "No step up; No step up on a result alone", "D23"), ("cause_interval", "General interval; Extensive bariatric operation", "E23"), ("neuro_class", "Involved", "F23")),
        "R11": (("case_ok", "yes", "B24"), ("phase", "not(Loading); unknown", "C24"), ("escalation", "No step up; No step up on a result alone", "D24"), ("cause_interval", "General interval; Extensive bariatric operation", "E24"), ("neuro_class", "unknown", "F24")),
        "R12": (("case_ok", "yes", "B25"), ("phase", "not(Loading); unknown", "C25"), ("escalation", "No step up; No step up on a result alone", "D25"), ("cause_interval", "Extensive bariatric operation", "E25"), ("neuro_class", "No involvement", "F25")),
        "R13": (("case_ok", "yes", "B26"), ("phase", "not(Loading); unknown", "C26"), ("escalation", "No step up; No step up on a result alone", "D26"), ("cause_interval", "General interval", "E26"), ("neuro_class", "No involvement", "F26"), ("oral_option", "Possible", "G26"), ("current_route", "Oral", "H26")),
        "R13b": (("case_ok", "yes", "B27"), ("phase", "not(Loading); unknown", "C27"), ("escalation", "No step up; No step up on a result alone", "D27"), ("cause_interval", "General interval", "E27"), ("neuro_class", "No involvement", "F27"), ("oral_option", "Possible", "G27"), ("current_route", "unknown", "H27"), ("in_use", "Tablets", "I27")),
        "R14": (("case_ok", "yes", "B28"), ("phase", "not(Loading); unknown", "C28"), ("escalation", "No step up; No step up on a result alone", "D28"), ("cause_interval", "General interval", "E28"), ("neuro_class", "No involvement", "F28"), ("oral_option", "Possible", "G28"), ("current_route", "Intramuscular; No route", "H28")),
        "R14b": (("case_ok", "yes", "B29"), ("phase", "not(Loading); unknown", "C29"), ("escalation", "No step up; No step up on a result alone", "D29"), ("cause_interval", "General interval", "E29"), ("neuro_class", "No involvement", "F29"), ("oral_option", "Possible", "G29"), ("current_route", "unknown", "H29"), ("in_use", "not(Tablets)", "I29")),
        "R15": (("case_ok", "yes", "B30"), ("phase", "not(Loading); unknown", "C30"), ("escalation", "No step up; No step up on a result alone", "D30"), ("cause_interval", "General interval", "E30"), ("neuro_class", "No involvement", "F30"), ("oral_option", "not(Possible)", "G30")),
    },
    "duration": {
        "U1": (("cause_class", "Permanent", "B8"), ("age_band", "not(Under 18)", "E8")),
        "U2": (("cause_class", "Malabsorption", "B9"), ("age_band", "not(Under 18)", "E9")),
        "U3": (("cause_class", "Age", "B10"), ("age_band", "not(Under 18)", "E10")),
        "U4": (("cause_class", "Medicine continues; Medicine stopped; Dietary; Unsettled", "B11"), ("age_rule", "Applies; Applies until settled", "D11"), ("age_band", "not(Under 18)", "E11")),
        "U5": (("cause_class", "Medicine continues", "B12"), ("cause", "Proton pump inhibitor; Metformin; Dietary deficiency", "C12"), ("age_rule", "Does not apply; Age not known", "D12"), ("age_band", "not(Under 18)", "E12")),
        "U5b": (("cause_class", "Medicine continues", "B13"), ("cause", "not(Proton pump inhibitor, Metformin, Dietary deficiency); unknown", "C13"), ("age_rule", "Does not apply; Age not known", "D13"), ("age_band", "not(Under 18)", "E13")),
        "U6": (("cause_class", "Dietary", "B14"), ("age_rule", "Does not apply; Age not known", "D14"), ("age_band", "not(Under 18)", "E14"), ("regimen", "not(Tablets every day)", "F14")),
        "U6b": (("cause_class", "Dietary", "B15"), ("age_rule", "Does not apply; Age not known", "D15"), ("age_band", "not(Under 18)", "E15"), ("regimen", "Tablets every day", "F15")),
        "U7": (("cause_class", "Medicine stopped; Unsettled", "B16"), ("age_rule", "Does not apply; Age not known", "D16"), ("age_band", "not(Under 18)", "E16")),
        "U0": (("age_band", "Under 18", "E17"),),
    },
    "regimen_detail": {
        "R1": (("regimen", "Every 2 to 3 months", "B9"),),
        "R2": (("regimen", "Every 2 months by injection", "B10"),),
        "R3": (("regimen", "Monthly by injection", "B11"),),
        "R4": (("regimen", "Every 1 to 2 weeks", "B12"),),
        "R5": (("regimen", "Individual interval", "B13"),),
        "R6": (("regimen", "Tablets every day", "B14"),),
        "R7": (("regimen", "Complete the loading course", "B15"),),
        "R8": (("regimen", "No automatic recommendation", "B16"),),
    },
    "interval_relation": {
        "R1": (("regimen", "Every 2 to 3 months", "B9"), ("in_use", "Injections", "E9"), ("current_interval", "Every 2 months; Every 3 months", "F9"), ("product_schedule", "Interval named for the product", "G9")),
        "R2": (("regimen", "Every 2 to 3 months", "B10"), ("in_use", "Injections", "E10"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly", "F10"), ("product_schedule", "Interval named for the product", "G10")),
        "R2b": (("regimen", "Every 2 to 3 months", "B11"), ("in_use", "Injections", "E11"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly; Every 2 months; Every 3 months", "F11"), ("product_schedule", "No interval named for the product; Product needed first", "G11")),
        "R3": (("regimen", "Every 2 to 3 months", "B12"), ("in_use", "Injections", "E12"), ("current_interval", "Longer than 3 months", "F12"), ("product_schedule", "Interval named for the product; No interval named for the product; Product needed first", "G12")),
        "R4": (("regimen", "Every 2 months by injection", "B13"), ("in_use", "Injections", "E13"), ("current_interval", "Every 2 months", "F13"), ("product_schedule", "Interval named for the product", "G13")),
        "R5": (("regimen", "Every 2 months by injection", "B14"), ("in_use", "Injections", "E14"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly", "F14"), ("product_schedule", "Interval named for the product", "G14")),
        "R5b": (("regimen", "Every 2 months by injection", "B15"), ("in_use", "Injections", "E15"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly; Every 2 months", "F15"), ("product_schedule", "No interval named for the product; Product needed first", "G15")),
        "R6": (("regimen", "Every 2 months by injection", "B16"), ("in_use", "Injections", "E16"), ("current_interval", "Every 3 months; Longer than 3 months", "F16"), ("product_schedule", "Interval named for the product; No interval named for the product; Product needed first", "G16")),
        "R7": (("regimen", "Monthly by injection", "B17"), ("in_use", "Injections", "E17"), ("current_interval", "Monthly", "F17"), ("product_schedule", "Interval named for the product", "G17")),
        "R8": (("regimen", "Monthly by injection", "B18"), ("in_use", "Injections", "E18"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks", "F18"), ("product_schedule", "Interval named for the product", "G18")),
        "R8b": (("regimen", "Monthly by injection", "B19"), ("in_use", "Injections", "E19"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly", "F19"), ("product_schedule", "No interval named for the product", "G19")),
        "R8c": (("regimen", "Monthly by injection", "B20"), ("escalation", "No step up", "C20"), ("neuro_class", "No involvement", "D20"), ("in_use", "Injections", "E20"), ("current_interval", "Every 2 months; Every 3 months", "F20"), ("product_schedule", "Interval named for the product", "G20")),
        "R8d": (("regimen", "Monthly by injection", "B21"), ("escalation", "No step up", "C21"), ("neuro_class", "Involved; unknown", "D21"), ("in_use", "Injections", "E21"), ("current_interval", "Every 2 months", "F21"), ("product_schedule", "Interval named for the product", "G21")),
        "R8e": (("regimen", "Monthly by injection", "B22"), ("escalation", "No step up", "C22"), ("neuro_class", "No involvement", "D22"), ("in_use", "Injections", "E22"), ("current_interval", "Every 2 months; Every 3 months", "F22"), ("product_schedule", "No interval named for the product; Product needed first", "G22")),
        "R8f": (("regimen", "Monthly by injection", "B23"), ("escalation", "No step up", "C23"), ("neuro_class", "Involved; unknown", "D23"), ("in_use", "Injections", "E23"), ("current_interval", "Every 2 months", "F23"), ("product_schedule", "No interval named for the product; Product needed first", "G23")),
        "R9": (("regimen", "Monthly by injection", "B24"), ("escalation", "not(No step up)", "C24"), ("in_use", "Injections", "E24"), ("current_interval", "Every 2 months; Every 3 months; Longer than 3 months", "F24"), ("product_schedule", "Interval named for the product; No interval named for the product; Product needed first", "G24")),
        "R9b": (("regimen", "Monthly by injection", "B25"), ("escalation", "No step up", "C25"), ("neuro_class", "No involvement", "D25"), ("in_use", "Injections", "E25"), ("current_interval", "Longer than 3 months", "F25"), ("product_schedule", "Interval named for the product; No interval named for the product; Product needed first", "G25")),
        "R9c": (("regimen", "Monthly by injection", "B26"), ("escalation", "No step up", "C26"), ("neuro_class", "Involved; unknown", "D26"), ("in_use", "Injections", "E26"), ("current_interval", "Every 3 months; Longer than 3 months", "F26"), ("product_schedule", "Interval named for the product; No interval named for the product; Product needed first", "G26")),
        "R10": (("regimen", "Every 1 to 2 weeks", "B27"), ("in_use", "Injections", "E27"), ("current_interval", "Monthly; Every 2 months; Every 3 months; Longer than 3 months", "F27"), ("product_schedule", "Interval named for the product; No interval named for the product; Product needed first", "G27")),
        "R11": (("regimen", "Individual interval", "B28"), ("in_use", "Injections", "E28"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly", "F28"), ("product_schedule", "Interval named for the product", "G28")),
        "R11b": (("regimen", "Individual interval", "B29"), ("in_use", "Injections", "E29"), ("current_interval", "Twice weekly; Weekly; Every 2 weeks; Monthly", "F29"), ("product_schedule", "No interval named for the product", "G29")),
        "R11c": (("regimen", "Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to 2 weeks; Individual interval", "B30"), ("in_use", "Injections", "E30"), ("current_interval", "Every 2 months; Every 3 months; Longer than 3 months", "F30"), ("product_schedule", "Only monthly or more often for this product", "G30")),
        "R12": (("regimen", "Tablets every day", "B31"), ("in_use", "Tablets", "E31"), ("current_interval", "Daily by mouth", "F31")),
        "R12b": (("regimen", "Tablets every day", "B32"), ("in_use", "Tablets", "E32"), ("current_interval", "unknown", "F32")),
        "R13": (("regimen", "Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to 2 weeks; Individual interval", "B33"), ("in_use", "Tablets", "E33")),
        "R14": (("regimen", "not(Complete the loading course, No automatic recommendation)", "B34"), ("in_use", "Nothing", "E34")),
        "R15": (("regimen", "Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to 2 weeks; Individual interval", "B35"), ("in_use", "Injections", "E35"), ("current_interval", "unknown", "F35")),
        "R15b": (("regimen", "Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to 2 weeks; Individual interval", "B36"), ("in_use", "Treatment not recorded", "E36")),
        "R16": (("regimen", "Complete the loading course; No automatic recommendation", "B37"),),
    },
    "product_safety": {
        "Q1": (("current_product", "Cyanocobalamin", "B9"), ("renal_class", "Impaired", "C9"), ("age_band", "not(Under 18)", "D9")),
        "Q2": (("current_product", "Cyanocobalamin", "B10"), ("renal_class", "unknown", "C10"), ("age_band", "not(Under 18)", "D10")),
        "Q3": (("current_product", "Cyanocobalamin", "B11"), ("renal_class", "Unimpaired", "C11"), ("age_band", "not(Under 18)", "D11")),
        "Q4": (("current_product", "not(Cyanocobalamin); unknown", "B12"), ("age_band", "not(Under 18)", "D12")),
        "Q0": (("age_band", "Under 18", "D13"),),
    },
    "tests": {
        "T1": (("age_band", "not(Under 18)", "C9"),),
        "T2": (("age_band", "not(Under 18)", "C10"),),
        "T3": (("age_band", "not(Under 18)", "C11"),),
        "T4": (("age_band", "not(Under 18)", "C12"),),
        "T5": (("b12_band", "Borderline", "C13"), ("age_band", "not(Under 18)", "C13")),
        "T6": (("symptom_course", "Persistent; Worsening", "C14"), ("age_band", "not(Under 18)", "C14")),
        "T18": (("symptom_course", "Recurred", "C15"), ("age_band", "not(Under 18)", "C15")),
        "T19": (("symptom_course", "not(Recurred); unknown", "C16"), ("depression_course", "Recurred", "C16"), ("age_band", "not(Under 18)", "C16")),
        "T7": (("phase", "Loading complete; Maintenance; No loading given; unknown", "C17"), ("b12_band", "Low", "C17"), ("age_band", "not(Under 18)", "C17")),
        "T22": (("mma_band", "At the limit; Raised", "C18"), ("age_band", "not(Under 18)", "C18")),
        "T15": (("mma_band", "At the limit; No result", "C19"), ("hcy_band", "Above target", "C19"), ("age_band", "not(Under 18)", "C19")),
        "T16": (("anaemia_status", "Persists", "C20"), ("age_band", "not(Under 18)", "C20")),
        "T8": (("cause_is_bariatric", "yes", "C21"), ("age_band", "not(Under 18)", "C21")),
        "T9": (("bariatric_pregnancy", "Pregnant after surgery", "C22"), ("age_band", "not(Under 18)", "C22")),
        "T10": (("age_band", "not(Under 18)", "C23"),),
        "T11": (("depression_course", "Improved; Persistent; Recurred", "C24"), ("age_band", "not(Under 18)", "C24")),
        "T12": (("cause", "Dietary deficiency", "C25"), ("age_band", "not(Under 18)", "C25")),
        "T13": (("age_band", "not(Under 18)", "C26"), ("folic_acid", "Planned; Taken now", "C26"), ("folate_status", "unknown", "C26")),
        "T17": (("anaemia_status", "Persists", "C27"), ("age_band", "not(Under 18)", "C27")),
        "T14": (("age_band", "not(Under 18)", "C28"), ("product_safety", "Check kidneys first", "C28"), ("egfr_band", "eGFR not recorded", "C28")),
        "T20": (("age_band", "not(Under 18)", "C29"), ("product_safety", "Check kidneys first", "C29"), ("diabetic_nephropathy", "unknown", "C29")),
        "T21": (("age_band", "not(Under 18)", "C30"), ("product_safety", "Check kidneys first", "C30"), ("renal_diagnosis", "unknown", "C30")),
    },
    "treatment_change": {
        "H1": (("regimen", "Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to 2 weeks; Individual interval", "B9"), ("relation", "Other route", "C9"), ("oral_option", "Ruled out; Disputed: the clinician decides", "E9")),
        "H1b": (("regimen", "Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to 2 weeks; Individual interval", "B10"), ("relation", "Other route", "C10"), ("oral_option", "Possible; Condition missing; Clinician decides", "E10")),
        "H2": (("regimen", "Every 2 to 3 months; Every 2 months by injection; Monthly by injection; Every 1 to 2 weeks; Individual interval", "B11"), ("relation", "not(Other route, Yet to start)", "C11"), ("response_class", "Neurology persists on monthly; Symptoms persist; Symptoms recurred", "D11")),
        "H3": (("regimen", "Tablets every day; Complete the loading course; No automatic recommendation", "B12"), ("relation", "not(Yet to start)", "C12"), ("response_class", "Neurology persists on monthly; Symptoms persist; Symptoms recurred", "D12")),
        "H4": (("relation", "Yet to start", "C13"),),
        "H5": (("relation", "Less often", "C14"), ("response_class", "Level low; Functional deficiency; Anaemia persists; Function not shown; Unassessed; Responding", "D14")),
        "H6": (("relation", "More often", "C15"), ("response_class", "Level low; Functional deficiency; Anaemia persists; Function not shown; Unassessed; Responding", "D15")),
        "H7": (("relation", "As recommended", "C16"), ("response_class", "Function not shown; Unassessed; Responding", "D16")),
        "H7b": (("regimen", "not(Monthly by injection, Individual interval)", "B17"), ("relation", "As recommended", "C17"), ("response_class", "Level low; Functional deficiency; Anaemia persists", "D17")),
        "H7c": (("regimen", "Monthly by injection; Individual interval", "B18"), ("relation", "As recommended", "C18"), ("response_class", "Level low; Functional deficiency; Anaemia persists", "D18")),
        "H7d": (("relation", "As the alternative", "C19"), ("response_class", "Level low; Functional deficiency; Anaemia persists; Function not shown; Unassessed; Responding", "D19")),
        "H8": (("relation", "No comparison", "C20"), ("response_class", "Level low; Functional deficiency; Anaemia persists; Function not shown; Unassessed; Responding", "D20")),
    },
    "regimen_action": {
        "T1": (("regimen", "No automatic recommendation", "B9"),),
        "T4": (("regimen", "Complete the loading course", "B10"),),
        "T5": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B11"), ("phase", "unknown", "D11")),
        "T5b": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B12"), ("phase", "No loading given", "D12")),
        "T6": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B13"), ("phase", "Loading complete; Maintenance", "D13"), ("treatment_change", "From tablets to injections", "E13"), ("response_class", "not(Symptoms recurred)", "F13")),
        "T6a": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B14"), ("phase", "Loading complete; Maintenance", "D14"), ("treatment_change", "From tablets to injections", "E14"), ("response_class", "Symptoms recurred", "F14")),
        "T6b": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B15"), ("phase", "Loading complete; Maintenance", "D15"), ("treatment_change", "Tablets to be settled", "E15")),
        "T7": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B16"), ("phase", "Maintenance", "D16"), ("treatment_change", "More for symptoms", "E16"), ("response_class", "Symptoms persist", "F16")),
        "T7a": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B17"), ("phase", "Maintenance", "D17"), ("treatment_change", "More for symptoms", "E17"), ("response_class", "Symptoms recurred", "F17")),
        "T7b": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B18"), ("phase", "Maintenance", "D18"), ("treatment_change", "More for symptoms", "E18"), ("response_class", "Neurology persists on monthly", "F18")),
        "T8": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B19"), ("phase", "Loading complete", "D19"), ("treatment_change", "not(From tablets to injections, Tablets to be settled)", "E19")),
        "T9": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B20"), ("phase", "Maintenance", "D20"), ("treatment_change", "Yet to start", "E20")),
        "T10": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B21"), ("phase", "Maintenance", "D21"), ("treatment_change", "Given too seldom", "E21")),
        "T11": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B22"), ("phase", "Maintenance", "D22"), ("treatment_change", "Held for a result", "E22")),
        "T11b": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B23"), ("phase", "Maintenance", "D23"), ("treatment_change", "Given more often", "E23")),
        "T12": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B24"), ("product_safety", "No objection", "C24"), ("phase", "Maintenance", "D24"), ("treatment_change", "As recommended", "E24"), ("response_class", "not(Level low, Functional deficiency, Anaemia persists)", "F24")),
        "T12e": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B25"), ("product_safety", "No objection", "C25"), ("phase", "Maintenance", "D25"), ("treatment_change", "As recommended", "E25"), ("response_class", "Level low; Functional deficiency", "F25")),
        "T12f": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B26"), ("product_safety", "No objection", "C26"), ("phase", "Maintenance", "D26"), ("treatment_change", "As recommended", "E26"), ("response_class", "Anaemia persists", "F26")),
        "T12b": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B27"), ("product_safety", "Switch product", "C27"), ("phase", "Maintenance", "D27"), ("treatment_change", "As recommended", "E27")),
        "T12d": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B28"), ("product_safety", "Check kidneys first", "C28"), ("phase", "Maintenance", "D28"), ("treatment_change", "As recommended", "E28")),
        "T12c": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B29"), ("phase", "Maintenance", "D29"), ("treatment_change", "As the alternative", "E29")),
        "T13": (("regimen", "not(No automatic recommendation, Complete the loading course)", "B30"), ("phase", "Maintenance", "D30"), ("treatment_change", "Unclear", "E30")),
    },
    "warnings": {
        "W00": (),
        "W26": (("folic_acid", "Planned; Taken now; unknown", "D10"), ("pregnancy_status", "Planning pregnancy; Pregnant", "D10"), ("age_band", "not(Under 18)", "D10")),
        "W01": (("folic_acid", "Planned; Taken now", "D11"), ("repleted", "no", "D11"), ("age_band", "not(Under 18)", "D11")),
        "W01b": (("folic_acid", "Planned; Taken now", "D12"), ("repleted", "unknown", "D12"), ("age_band", "not(Under 18)", "D12")),
        "W01c": (("folic_acid", "unknown", "D13"), ("repleted", "no; unknown", "D13"), ("age_band", "not(Under 18)", "D13")),
        "W28": (("folic_acid", "Planned; Taken now", "D14"), ("pregnancy_status", "not(Planning pregnancy, Pregnant); unknown", "D14"), ("repleted", "unknown", "D14"), ("age_band", "not(Under 18)", "D14")),
        "W02": (("folic_acid", "Planned; Taken now", "D15"), ("folate_status", "No deficiency; unknown", "D15"), ("pregnancy_status", "not(Planning pregnancy, Pregnant); unknown", "D15"), ("age_band", "not(Under 18)", "D15")),
        "W03": (("age_band", "not(Under 18)", "D16"), ("product_safety", "Switch product", "D16")),
        "W04": (("age_band", "not(Under 18)", "D17"), ("product_safety", "Check kidneys first", "D17")),
        "W05": (("age_band", "not(Under 18)", "D18"), ("diabetic_nephropathy", "yes", "D18")),
        "W06": (("age_band", "not(Under 18)", "D19"), ("renal_class", "Impaired", "D19")),
        "W07": (("age_band", "not(Under 18)", "D20"), ("cause_class", "Permanent; Malabsorption", "D20")),
        "W08": (("age_band", "not(Under 18)", "D21"), ("cause_class", "not(Permanent; Malabsorption)", "D21")),
        "W09": (("age_band", "not(Under 18)", "D22"), ("symptom_course", "Symptom-free; Improving", "D22")),
        "W10": (("age_band", "not(Under 18)", "D23"), ("normal_checks", "One normal check", "D23")),
        "W11": (("age_band", "not(Under 18)", "D24"), ("b12_band", "Adequate", "D24")),
        "W12": (("age_band", "not(Under 18)", "D25"),),
        "W13": (("age_band", "not(Under 18)", "D26"), ("age80", "yes", "D26")),
        "W14": (("age_band", "not(Under 18)", "D27"), ("iron_status", "Iron deficiency", "D27")),
        "W15": (("age_band", "not(Under 18)", "D28"), ("current_route", "Oral", "D28"), ("neuro_status", "Present; Resolved; unknown", "D28")),
        "W15b": (("age_band", "not(Under 18)", "D29"), ("current_route", "unknown", "D29"), ("current_interval", "Daily by mouth", "D29"), ("neuro_status", "Present; Resolved; unknown", "D29")),
        "W16": (("age_band", "not(Under 18)", "D30"), ("cause_class", "Permanent; Malabsorption", "D30"), ("current_route", "Oral", "D30")),
        "W16b": (("age_band", "not(Under 18)", "D31"), ("cause_class", "Permanent; Malabsorption", "D31"), ("current_route", "unknown", "D31"), ("current_interval", "Daily by mouth", "D31")),
        "W17": (("age_band", "not(Under 18)", "D32"), ("symptom_course", "Persistent; Worsening; Recurred", "D32")),
        "W17b": (("age_band", "not(Under 18)", "D33"), ("symptom_course", "Symptom-free; Improving; unknown", "D33"), ("depression_course", "Recurred", "D33")),
        "W18": (("age_band", "not(Under 18)", "D34"), ("symptom_course", "Persistent; Worsening", "D34")),
        "W18b": (("age_band", "not(Under 18)", "D35"), ("symptom_course", "Recurred; Symptom-free; Improving; unknown", "D35"), ("b12_band", "Low", "D35")),
        "W18c": (("age_band", "not(Under 18)", "D36"), ("anaemia_status", "Persists", "D36")),
        "W19": (("age_band", "not(Under 18)", "D37"), ("cause_class", "Malabsorption; Permanent; Dietary", "D37")),
        "W19b": (("age_band", "not(Under 18)", "D38"), ("cause", "Dietary deficiency", "D38"), ("cause_class", "Medicine continues; Medicine stopped; Age; Unsettled", "D38")),
        "W20": (("age_band", "not(Under 18)", "D39"), ("mma_band", "Raised", "D39")),
        "W21": (("age_band", "not(Under 18)", "D40"), ("renal_class", "Impaired; unknown", "D40"), ("mma_band", "Raised; At the limit", "D40")),
        "W21b": (("age_band", "not(Under 18)", "D41"), ("renal_class", "Impaired; unknown", "D41"), ("mma_band", "On target; No result", "D41"), ("hcy_band", "Above target", "D41")),
        "W22": (("age_band", "not(Under 18)", "D42"), ("depression_course", "Recurred", "D42")),
        "W23": (("age_band", "not(Under 18)", "D43"), ("depression_course", "Persistent", "D43")),
        "W24": (("age_band", "not(Under 18)", "D44"), ("neuro_status", "Present", "D44")),
        "W25": (("age_band", "not(Under 18)", "D45"), ("bariatric_pregnancy", "Pregnant after surgery", "D45")),
        "W27": (("age_band", "not(Under 18)", "D46"), ("symptom_course", "Symptom-free; Improving; unknown", "D46"), ("b12_band", "Low", "D46"), ("depression_course", "not(Recurred); unknown", "D46")),
        "W35": (("age_band", "not(Under 18)", "D47"), ("anaemia_status", "Persists", "D47")),
        "W31a": (("age_band", "not(Under 18)", "D48"), ("symptom_course", "Worsening", "D48"), ("neuro_status", "Present; unknown", "D48")),
        "W31b": (("age_band", "not(Under 18)", "D49"), ("symptom_course", "not(Worsening); unknown", "D49"), ("neuro_status", "Present", "D49")),
        "W32": (("age_band", "not(Under 18)", "D50"), ("depression_course", "Improved", "D50")),
        "W33": (("age_band", "not(Under 18)", "D51"), ("b12_band", "Borderline; Adequate", "D51"), ("neuro_status", "Present", "D51")),
        "W34": (("pregnancy_status", "Pregnant; Breastfeeding", "D52"), ("age_band", "not(Under 18)", "D52"), ("year_band", "First year; Start not recorded", "D52")),
    },
    "information_needed": {
        "I01": (("cause", "unknown", "C9"), ("age_band", "not(Under 18)", "C9")),
        "I02": (("ileal_band", "Length not recorded", "C10"), ("age_band", "not(Under 18)", "C10")),
        "I02b": (("cause", "not(Pernicious anaemia, Ileal resection); unknown", "C11"), ("ileal_resection_cm", "unknown", "C11"), ("age_band", "not(Under 18)", "C11")),
        "I03": (("crohns_band", "Length not recorded", "C12"), ("age_band", "not(Under 18)", "C12")),
        "I03b": (("cause", "not(Crohn's disease of the ileum); unknown", "C13"), ("crohns_ileal_cm", "unknown", "C13"), ("cause_class", "not(Permanent)", "C13"), ("age_band", "not(Under 18)", "C13")),
        "I04a": (("bariatric_procedure", "Procedure not recorded", "C14"), ("age_band", "not(Under 18)", "C14")),
        "I04b": (("cause", "Bariatric surgery", "C15"), ("bariatric_procedure", "unknown", "C15"), ("age_band", "not(Under 18)", "C15")),
        "I04c": (("cause", "not(Bariatric surgery); unknown", "C16"), ("bariatric_procedure", "unknown", "C16"), ("age_band", "not(Under 18)", "C16")),
        "I05": (("cause", "Proton pump inhibitor; Metformin", "C17"), ("exposure_band", "Time not recorded", "C17"), ("drug_ongoing", "Taken now; unknown", "C17"), ("age_band", "not(Under 18)", "C17")),
        "I05b": (("cause", "not(Proton pump inhibitor, Metformin); unknown", "C18"), ("cause_class", "not(Permanent, Malabsorption)", "C18"), ("exposure_band", "Time not recorded", "C18"), ("drug_ongoing", "Taken now", "C18"), ("age_band", "not(Under 18)", "C18")),
        "I06": (("cause", "Proton pump inhibitor; Metformin; Dietary deficiency", "C19"), ("drug_ongoing", "unknown", "C19"), ("age_band", "not(Under 18)", "C19")),
        "I06b": (("cause", "not(Proton pump inhibitor, Metformin, Dietary deficiency); unknown", "C20"), ("cause_class", "not(Permanent, Malabsorption)", "C20"), ("drug_ongoing", "unknown", "C20"), ("age_band", "not(Under 18)", "C20")),
        "I07": (("cause", "Proton pump inhibitor; Metformin; Age-related", "C21"), ("deficiency_confirmed", "unknown", "C21"), ("age_band", "not(Under 18)", "C21")),
        "I07b": (("cause", "not(Proton pump inhibitor, Metformin, Age-related); unknown", "C22"), ("cause_class", "not(Permanent, Malabsorption)", "C22"), ("deficiency_confirmed", "unknown", "C22"), ("age_band", "Over 75", "C22")),
        "I07c": (("cause", "not(Proton pump inhibitor, Metformin, Age-related); unknown", "C23"), ("cause_class", "not(Permanent, Malabsorption)", "C23"), ("drug_ongoing", "Taken now", "C23"), ("deficiency_confirmed", "unknown", "C23"), ("age_band", "not(Under 18, Over 75)", "C23")),
        "I08": (("cause", "Dietary deficiency; unknown", "C24"), ("absorption_status", "unknown", "C24"), ("age_band", "not(Under 18)", "C24")),
        "I08b": (("cause", "not(Dietary deficiency)", "C25"), ("cause_class", "not(Permanent, Malabsorption)", "C25"), ("absorption_status", "unknown", "C25"), ("age_band", "not(Under 18)", "C25")),
        "I09": (("neuro_class", "unknown", "C26"), ("age_band", "not(Under 18)", "C26")),
        "I10": (("symptom_course", "unknown", "C27"), ("age_band", "not(Under 18)", "C27")),
        "I26": (("depression_course", "unknown", "C28"), ("age_band", "not(Under 18)", "C28")),
        "I11": (("renal_class", "unknown", "C29"), ("age_band", "not(Under 18)", "C29")),
        "I33": (("renal_class", "Impaired", "C30"), ("diabetic_nephropathy", "unknown", "C30"), ("age_band", "not(Under 18)", "C30")),
        "I12a": (("pregnancy_status", "unknown", "C31"), ("cause_is_bariatric", "yes", "C31"), ("age_band", "not(Under 18)", "C31")),
        "I12b": (("cause", "Dietary deficiency", "C32"), ("pregnancy_status", "unknown", "C32"), ("cause_is_bariatric", "no", "C32"), ("age_band", "not(Under 18)", "C32")),
        "I12c": (("cause", "not(Dietary deficiency); unknown", "C33"), ("pregnancy_status", "unknown", "C33"), ("cause_is_bariatric", "no", "C33"), ("age_band", "not(Under 18, Over 75)", "C33")),
        "I13": (("phase", "unknown", "C34"), ("age_band", "not(Under 18)", "C34")),
        "I14": (("last_check", "Time not recorded", "C35"), ("age_band", "not(Under 18)", "C35")),
        "I27": (("last_check", "not(No check yet)", "C36"), ("normal_checks", "unknown", "C36"), ("age_band", "not(Under 18)", "C36")),
        "I15": (("year_band", "Start not recorded", "C37"), ("age_band", "not(Under 18)", "C37")),
        "I37": (("phase", "Maintenance", "C38"), ("year_band", "First year; Start not recorded", "C38"), ("maintenance_start_month", "unknown", "C38"), ("age_band", "not(Under 18)", "C38")),
        "I16": (("cause", "Dietary deficiency", "C39"), ("biochemical_correction", "unknown", "C39"), ("age_band", "not(Under 18)", "C39")),
        "I16b": (("cause", "not(Dietary deficiency); unknown", "C40"), ("biochemical_correction", "unknown", "C40"), ("folic_acid", "Planned; Taken now", "C40"), ("age_band", "not(Under 18)", "C40")),
        "I17": (("cause", "Dietary deficiency", "C41"), ("dietary_intake", "unknown", "C41"), ("age_band", "not(Under 18)", "C41")),
        "I18": (("folic_acid", "Planned; Taken now", "C42"), ("folate_status", "unknown", "C42"), ("age_band", "not(Under 18)", "C42")),
        "I31": (("folic_acid", "unknown", "C43"), ("age_band", "not(Under 18)", "C43")),
        "I19": (("b12_band", "No result", "C44"), ("age_band", "not(Under 18)", "C44")),
        "I20": (("iron_status", "unknown", "C45"), ("age_band", "not(Under 18)", "C45")),
        "I28": (("cbc_status", "unknown; Not done", "C46"), ("age_band", "not(Under 18)", "C46")),
        "I29": (("hcy_band", "No result", "C47"), ("age_band", "not(Under 18)", "C47")),
        "I30": (("cause_is_bariatric", "yes", "C48"), ("vitd_band", "No result", "C48"), ("age_band", "not(Under 18)", "C48")),
        "I21": (("current_product", "unknown; Unspecified", "C49"), ("age_band", "not(Under 18)", "C49")),
        "I32": (("current_product", "not(No product); unknown", "C50"), ("current_route", "unknown", "C50"), ("age_band", "not(Under 18)", "C50")),
        "I22": (("phase", "not(Loading); unknown", "C51"), ("current_interval", "unknown", "C51"), ("age_band", "not(Under 18)", "C51")),
        "I23": (("age_band", "Age not recorded", "C52"),),
        "I24": (("cause", "Dietary deficiency", "C53"), ("b12_band", "Adequate", "C53"), ("mma_band", "No result", "C53"), ("age_band", "not(Under 18)", "C53")),
        "I34a": (("cause", "not(Dietary deficiency); unknown", "C54"), ("mma_band", "No result", "C54"), ("age_band", "not(Under 18)", "C54")),
        "I34b": (("cause", "Dietary deficiency", "C55"), ("b12_band", "not(Adequate)", "C55"), ("mma_band", "No result", "C55"), ("age_band", "not(Under 18)", "C55")),
        "I25": (("cause", "Another cause; unknown", "C56"), ("age_band", "not(Under 18)", "C56")),
        "I35": (("pregnancy_status", "Pregnant", "C57"), ("cause_is_bariatric", "yes", "C57"), ("trimester_check_done", "unknown", "C57"), ("age_band", "not(Under 18)", "C57")),
        "I36": (("cause_is_bariatric", "yes", "C58"), ("months_since_micronutrients", "unknown", "C58"), ("age_band", "not(Under 18)", "C58")),
    },
    "source_flags": {
        "C01": (("cause", "Pernicious anaemia", "C9"), ("age_band", "not(Under 18)", "C9")),
        "C02": (("ileal_band", "More than 20 cm", "C10"), ("age_band", "not(Under 18)", "C10")),
        "C03a": (("bariatric_procedure", "not(No bariatric operation)", "C11"), ("age_band", "not(Under 18)", "C11")),
        "C03b": (("cause", "Bariatric surgery", "C12"), ("bariatric_procedure", "unknown", "C12"), ("age_band", "not(Under 18)", "C12")),
        "C04": (("crohns_band", "More than 30 up to 60 cm", "C13"), ("age_band", "not(Under 18)", "C13")),
        "C05": (("crohns_band", "More than 30 up to 60 cm; More than 60 cm", "C14"), ("age_band", "not(Under 18)", "C14")),
        "C08": (("age_band", "not(Under 18)", "C15"), ("renal_class", "Impaired", "C15")),
        "C10": (("oral_option", "Disputed: the clinician decides", "C16"), ("age_band", "not(Under 18)", "C16")),
        "C10b": (("neuro_class", "No involvement", "C17"), ("oral_option", "Ruled out", "C17"), ("response_class", "Level low; Functional deficiency; Anaemia persists; Function not shown; Unassessed; Responding", "C17"), ("cause_class", "Permanent; Malabsorption", "C17"), ("age_band", "not(Under 18)", "C17"), ("phase", "Loading complete; Maintenance", "C17")),
        "C11": (("neuro_class", "Involved; unknown", "C18"), ("age_band", "not(Under 18)", "C18")),
        "C12": (("oral_option", "Clinician decides; Condition missing", "C19"), ("age_band", "not(Under 18)", "C19")),
        "C13": (("cause_class", "Dietary", "C20"), ("age_band", "not(Under 18)", "C20")),
        "C14": (("cause", "Proton pump inhibitor; Metformin", "C21"), ("age_band", "not(Under 18)", "C21")),
        "C14b": (("cause", "not(Proton pump inhibitor, Metformin); unknown", "C22"), ("cause_class", "Medicine continues", "C22"), ("age_band", "not(Under 18)", "C22")),
        "C17": (("cause", "Dietary deficiency", "C23"), ("age_band", "Over 75", "C23")),
        "C18": (("age_band", "not(Under 18)", "C24"), ("year_band", "First year", "C24"), ("last_check", "Month 6 to 8", "C24"), ("stabilised", "no; unknown", "C24")),
        "C19": (("age_band", "not(Under 18)", "C25"), ("phase", "Maintenance", "C25"), ("year_band", "First year", "C25")),
        "C19b": (("age_band", "not(Under 18)", "C26"), ("phase", "Loading", "C26")),
        "C25": (("age_band", "not(Under 18)", "C27"), ("b12_band", "Borderline", "C27")),
        "C26": (("age_band", "not(Under 18)", "C28"), ("b12_band", "Adequate", "C28")),
        "C30": (("response_class", "Level low", "C29"), ("age_band", "not(Under 18)", "C29")),
        "C32": (("cause_class", "Unsettled; Medicine stopped", "C30"), ("age_band", "not(Under 18)", "C30")),
        "C32b": (("cause", "not(Proton pump inhibitor, Metformin, Dietary deficiency); unknown", "C31"), ("cause_class", "Medicine continues", "C31"), ("age_band", "not(Under 18)", "C31")),
        "C55": (("regimen", "Every 2 to 3 months; Every 2 months by injection; Tablets every day", "C32"), ("age_band", "not(Under 18)", "C32")),
        "C57": (("dietary_intake", "Inadequate", "C33"), ("cause_class", "Dietary", "C33"), ("age_band", "not(Under 18)", "C33")),
        "C58": (("age_band", "not(Under 18)", "C34"), ("closer_checks", "Every 3 to 6 months", "C34"), ("track", "Every 3 months", "C34")),
    },
}
"""For each decision and rule: the conditions that ask for something, as (field, text, cell)."""

STATEMENTS: dict[str, tuple[str, str, str]] = {
    "S1-01": ("S1", "Title · line 1", "Setting: somebody has received methylcobalamin 1000 mcg by injection; the document answers what follows. How many injections, by which route, and whether the first course is finished, it does not say."),
    "S1-02": ("S1", "Opening paragraph · line 2", "Three months after the start of treatment, test serum B12 again."),
    "S1-03": ("S1", "Opening paragraph · line 2", "At month 6 of the first year, test serum B12 again."),
    "S1-04": ("S1", "Opening paragraph · line 2", "At month 12, closing the first year, test serum B12 again."),
    "S1-05": ("S1", "Opening paragraph · line 2", "Once the first year's tests are done, test every year."),
    "S1-06": ("S1", "First Year Protocol · line 5", "The month-3 check consists of serum B12, a complete blood count and homocysteine; it judges the first response."),
    "S1-07": ("S1", "First Year Protocol · line 6", "The month-6 check repeats serum B12, blood count and homocysteine: early enough to find a failing treatment, late enough for B12 status to have moved."),
    "S1-08": ("S1", "First Year Protocol · line 7", "The month-12 check closes the first year and shows whether B12 has settled."),
    "S1-09": ("S1", "First Year Protocol · line 8", "Homocysteine should come below 10 umol/L for the best outcome."),
    "S1-10": ("S1", "What to Measure at Each Follow-Up · line 10", "Serum B12 belongs to every follow-up; it is the main marker."),
    "S1-11": ("S1", "What to Measure at Each Follow-Up · line 11", "A complete blood count belongs to every follow-up, to see the megaloblastic anaemia go."),
    "S1-12": ("S1", "What to Measure at Each Follow-Up · line 12", "Borderline B12 that stays borderline calls for methylmalonic acid (MMA)."),
    "S1-13": ("S1", "What to Measure at Each Follow-Up · line 12", "Symptoms that persist call for MMA."),
    "S1-14": ("S1", "What to Measure at Each Follow-Up · line 12", "MMA above 271 nmol/L confirms the deficiency."),
    "S1-15": ("S1", "What to Measure at Each Follow-Up · line 13", "Homocysteine is a further functional marker, listed among the tests of each follow-up."),
    "S1-16": ("S1", "What to Measure at Each Follow-Up · line 13", "Homocysteine target, given a second time: below 10 umol/L."),
    "S1-17": ("S1", "After Stabilization · line 15", "Yearly checks may begin when two checks in a row have been stable and in the normal range."),
    "S1-18": ("S1", "After Stabilization · line 15", "Patients usually get that far between month 6 and month 12."),
    "S1-19": ("S1", "After Stabilization · line 16", "Yearly checks have no end date: they look for a returning deficiency."),
    "S1-20": ("S1", "Standard Maintenance Regimen · line 19", "Recommended maintenance: hydroxocobalamin 1 mg into the muscle (IM) every 2-3 months, for life."),
    "S1-21": ("S1", "Standard Maintenance Regimen · line 20", "1000 mcg IM each month is accepted as an alternative."),
    "S1-22": ("S1", "Standard Maintenance Regimen · line 20", "Some patients may need the monthly 1000 mcg IM to cover their metabolic demand."),
    "S1-23": ("S1", "Standard Maintenance Regimen · line 21", "With neurological involvement: hydroxocobalamin 1 mg IM every 2 months."),
    "S1-24": ("S1", "Standard Maintenance Regimen · line 21", "That 2-monthly regimen comes after a first, intensive course."),
    "S1-25": ("S1", "Alternative Oral Option · line 23", "B12 by mouth, 1000-2000 mcg a day, is a possible option."),
    "S1-26": ("S1", "Alternative Oral Option · line 23", "The oral option opens only after the first IM (loading) course."),
    "S1-27": ("S1", "Alternative Oral Option · line 23", "The oral option is for patients without neurological symptoms only."),
    "S1-28": ("S1", "Alternative Oral Option · line 24", "Newer evidence: cyanocobalamin 1000 mcg by mouth each day may work even in pernicious anaemia, since some is absorbed passively."),
    "S1-29": ("S1", "Symptom Monitoring · line 27", "At follow-up, see whether neurological symptoms are going: paresthesias, numbness, gait disturbance, cognitive change."),
    "S1-30": ("S1", "Symptom Monitoring · line 28", "Expect pain and paresthesias to get better earlier than motor symptoms."),
    "S1-31": ("S1", "Symptom Monitoring · line 29", "Symptoms that come back: think of shorter intervals between injections."),
    "S1-32": ("S1", "Symptom Monitoring · line 29", "Symptoms that come back on oral B12: think of changing to injections."),
    "S1-33": ("S1", "High-Risk Conditions Requiring Lifelong Therapy · line 31", "More than 20 cm of ileum resected: treatment for life."),
    "S1-34": ("S1", "High-Risk Conditions Requiring Lifelong Therapy · line 32", "Crohn's disease involving more than 30-60 cm of ileum: treatment for life."),
    "S1-35": ("S1", "High-Risk Conditions Requiring Lifelong Therapy · line 33", "Any bariatric operation in the past: treatment for life."),
    "S1-36": ("S1", "High-Risk Conditions Requiring Lifelong Therapy · line 33", "Among bariatric operations, Roux-en-Y and biliopancreatic diversion are singled out."),
    "S1-37": ("S1", "High-Risk Conditions Requiring Lifelong Therapy · line 34", "Pernicious anaemia: treatment for life."),
    "S1-38": ("S1", "High-Risk Conditions Requiring Lifelong Therapy · line 35", "PPI or metformin taken long term: listed among the conditions with treatment for life."),
    "S1-39": ("S1", "Never Stop Treatment Prematurely · line 38", "B12 is not to be stopped because levels have become normal."),
    "S1-40": ("S1", "Never Stop Treatment Prematurely · line 38", "Malabsorption means treatment for life."),
    "S1-41": ("S1", "Never Stop Treatment Prematurely · line 39", "Injections stopped once symptoms are better can end in peripheral neuropathy that does not reverse."),
    "S1-42": ("S1", "Folic Acid Warning · line 41", "No folic acid until B12 treatment is known to be adequate."),
    "S1-43": ("S1", "Folic Acid Warning · line 41", "Reason: folic acid hides the deficiency, and damage to the cord (subacute combined degeneration) that cannot be undone goes on."),
    "S1-44": ("S1", "Don't Stop Monitoring After One Normal Result · line 42", "A single normal result is no ground to end monitoring."),
    "S1-45": ("S1", "Don't Stop Monitoring After One Normal Result · line 43", "Malabsorption and a poor diet can both bring relapse, so these patients stay under monitoring."),
    "S1-46": ("S1", "Special Consideration for Renal Dysfunction · line 45", "Renal impairment: prefer methylcobalamin or hydroxocobalamin over cyanocobalamin."),
    "S1-47": ("S1", "Special Consideration for Renal Dysfunction · line 45", "Reason: the cyanide part of cyanocobalamin has to leave through the kidney."),
    "S1-48": ("S1", "Special Consideration for Renal Dysfunction · line 45", "In diabetic nephropathy cyanocobalamin went with more cardiovascular events, HR 2.0."),
    "S1-49": ("S1", "If Levels Remain Low or Symptoms Persist · line 48", "Levels still low, or symptoms still there: shorten the interval to monthly, or below."),
    "S1-50": ("S1", "If Levels Remain Low or Symptoms Persist · line 49", "Levels still low, or symptoms still there: think of MMA."),
    "S1-51": ("S1", "If Levels Remain Low or Symptoms Persist · line 49", "MMA above 271 nmol/L then proves a functional deficiency."),
    "S1-52": ("S1", "If Levels Remain Low or Symptoms Persist · line 50", "Levels still low, or symptoms still there: look once more for a cause of malabsorption."),
    "S1-53": ("S1", "Whole document", "The text carries citation numbers 1 to 6 but no list of references, author, date or review status."),
    "S2-01": ("S2", "Title · line 1", "Subject of the document: how to go on after the first treatment of B12 deficiency."),
    "S2-02": ("S2", "Opening paragraph · line 2", "Case: 453 pmol/L after four B12 injections a week apart, and the depression is better. Product, dose and cause are not told."),
    "S2-03": ("S2", "Opening paragraph · line 2", "For this patient: go over to hydroxocobalamin 1 mg IM every 2-3 months, for life."),
    "S2-04": ("S2", "Assessment of Current Status · line 4", "453 pmol/L is read as success of the first treatment of a deficiency diagnosed before."),
    "S2-05": ("S2", "Assessment of Current Status · line 5", "A depression that gets better points to a good response to B12."),
    "S2-06": ("S2", "Assessment of Current Status · line 6", "The course fits a depression caused, or made worse, by lack of B12."),
    "S2-07": ("S2", "Recommended Maintenance Regimen · line 9", "The standard for patients who responded to the first treatment: hydroxocobalamin 1 mg IM, one injection in 2-3 months, for life."),
    "S2-08": ("S2", "Recommended Maintenance Regimen · line 10", "It matters most where the cause cannot be put right."),
    "S2-09": ("S2", "Recommended Maintenance Regimen · line 11", "In some patients 1000 mcg IM every month may do better than an injection every 3 months."),
    "S2-10": ("S2", "Dosing Considerations · line 13", "Usual maintenance dose today: 1 mg, that is 1000 mcg."),
    "S2-11": ("S2", "Dosing Considerations · line 14", "Neurological symptoms: consider every 2 months instead of every 3."),
    "S2-12": ("S2", "Dosing Considerations · line 15", "Symptoms back before the next injection is due: the interval may have to be shortened, as the individual responds."),
    "S2-13": ("S2", "Monitoring Recommendations · line 17", "Until stable, test serum B12 and homocysteine every 3 months."),
    "S2-14": ("S2", "Monitoring Recommendations · line 17", "When stable, test once a year."),
    "S2-15": ("S2", "Monitoring Recommendations · line 18", "Homocysteine: aim below 10 umol/L."),
    "S2-16": ("S2", "Monitoring Recommendations · line 19", "Watch for depression coming back."),
    "S2-17": ("S2", "Monitoring Recommendations · line 19", "Depression that comes back may mean that the interval needs changing."),
    "S2-18": ("S2", "Monitoring Recommendations · line 20", "Serum B12 by itself does not set the interval."),
    "S2-19": ("S2", "Monitoring Recommendations · line 20", "How the patient does counts for more than laboratory results."),
    "S2-20": ("S2", "Alternative Treatment Options · line 23", "Oral B12 can be considered where intrinsic factor is normal and nothing impairs absorption."),
    "S2-21": ("S2", "Alternative Treatment Options · line 24", "Oral dose: 1000-2000 mcg each day."),
    "S2-22": ("S2", "Alternative Treatment Options · line 25", "Where malabsorption was the cause, B12 is to be given parenterally, into the muscle."),
    "S2-23": ("S2", "Alternative Treatment Options · line 25", "Where malabsorption was the cause, parenteral B12 goes on for life."),
    "S2-24": ("S2", "Important Cautions · line 27", "B12 is never stopped on the ground of normal levels."),
    "S2-25": ("S2", "Important Cautions · line 27", "Reason: with malabsorption, treatment will probably be lifelong."),
    "S2-26": ("S2", "Important Cautions · line 28", "No folic acid unless B12 levels are known to be adequate."),
    "S2-27": ("S2", "Important Cautions · line 28", "Reason: folic acid may hide the deficiency and bring on neurological harm."),
    "S2-28": ("S2", "Important Cautions · line 29", "Up to 50% may need an individual scheme with injections closer together to be free of symptoms."),
    "S2-29": ("S2", "Treatment Algorithm Based on Cause of Deficiency · line 30", "A scheme by cause is announced with four branches; none of them has any content."),
    "S2-30": ("S2", "Treatment Algorithm Based on Cause of Deficiency · line 31", "Branch without content: too little B12 in the diet, for instance vegan."),
    "S2-31": ("S2", "Treatment Algorithm Based on Cause of Deficiency · line 32", "Branch without content: malabsorption, for instance pernicious anaemia or gastric surgery."),
    "S2-32": ("S2", "Treatment Algorithm Based on Cause of Deficiency · line 33", "Branch without content: more than 20 cm of the distal ileum resected."),
    "S2-33": ("S2", "Treatment Algorithm Based on Cause of Deficiency · line 34", "Branch without content: neurological symptoms."),
    "S2-34": ("S2", "Closing paragraph · line 35", "As the depression got better on B12, adequate levels must be kept, for mental health and against neurological harm."),
    "S2-35": ("S2", "Whole document", "The text carries citation numbers 1 to 8 but no list of references, author, date or review status."),
    "S3-01": ("S3", "Question · line 1", "Question put: cyanocobalamin IM was given weekly four times and is now given monthly; when is serum B12 tested again, and when may the injections end?"),
    "S3-02": ("S3", "Page header · line 3", "The page claims that a medical advisory board checks every article for accuracy."),
    "S3-03": ("S3", "Page header · line 4", "The page says: for education only, take care, human review is still pending."),
    "S3-04": ("S3", "Article Review Status · line 6", "Step of the page's review scale: submitted."),
    "S3-05": ("S3", "Article Review Status · line 7", "Step of the page's review scale: under review."),
    "S3-06": ("S3", "Article Review Status · line 8", "Step of the page's review scale: approved."),
    "S3-07": ("S3", "Page header · line 10", "Date of the last update: February 9, 2026; an editorial policy exists."),
    "S3-08": ("S3", "Personalize · line 12", "Readers are asked who they are, so that the wording can suit them."),
    "S3-09": ("S3", "When to Recheck B12 Levels and Discontinue Treatment · line 20", "Counting from the start of IM treatment (loading, then monthly), test serum B12 at month 3."),
    "S3-10": ("S3", "When to Recheck B12 Levels and Discontinue Treatment · line 20", "Next tests in the first year: months 6 and 12."),
    "S3-11": ("S3", "When to Recheck B12 Levels and Discontinue Treatment · line 20", "From then on, every year."),
    "S3-12": ("S3", "When to Recheck B12 Levels and Discontinue Treatment · line 20", "No stopping while the cause is still there: malabsorption, pernicious anaemia, more than 20 cm of ileum resected, a bariatric operation."),
    "S3-13": ("S3", "When to Recheck B12 Levels and Discontinue Treatment · line 20", "Patients with one of these causes are supplemented for life."),
    "S3-14": ("S3", "First Year Protocol · line 26", "First check: 3 months into maintenance injections; does the blood respond, is treatment failing early?"),
    "S3-15": ("S3", "First Year Protocol · line 27", "Second check: month 6; are levels steady, is the dose too small?"),
    "S3-16": ("S3", "First Year Protocol · line 28", "Third check: month 12; the first year is complete, stability is confirmed."),
    "S3-17": ("S3", "Ongoing Surveillance · line 32", "Yearly checks once two in a row show stable, normal levels."),
    "S3-18": ("S3", "Ongoing Surveillance · line 33", "Neurological involvement: checks every 3-6 months."),
    "S3-19": ("S3", "Ongoing Surveillance · line 33", "Bariatric operation and a pregnancy planned: checks every 3-6 months."),
    "S3-20": ("S3", "Ongoing Surveillance · line 33", "Symptoms that persist although B12 is normal: checks every 3-6 months."),
    "S3-21": ("S3", "Primary Markers · line 39", "Serum B12 at every visit: the main marker of sufficient replacement."),
    "S3-22": ("S3", "Primary Markers · line 40", "Blood count at every visit: megaloblastic anaemia and mean cell volume."),
    "S3-23": ("S3", "Functional Markers (When Indicated) · line 44", "B12 that stays borderline: MMA."),
    "S3-24": ("S3", "Functional Markers (When Indicated) · line 44", "Borderline is 180-350 pg/mL."),
    "S3-25": ("S3", "Functional Markers (When Indicated) · line 44", "Symptoms that persist with a normal B12: MMA."),
    "S3-26": ("S3", "Functional Markers (When Indicated) · line 44", "MMA should be below 271 nmol/L."),
    "S3-27": ("S3", "Functional Markers (When Indicated) · line 45", "Homocysteine is a further functional marker, under a heading that says: when indicated."),
    "S3-28": ("S3", "Functional Markers (When Indicated) · line 45", "Homocysteine should be below 10 umol/L, with heart and vessels in view."),
    "S3-29": ("S3", "Functional Markers (When Indicated) · line 46", "Ferritin and transferrin saturation at every visit."),
    "S3-30": ("S3", "Functional Markers (When Indicated) · line 46", "Reason: lack of iron is often present as well and weakens the blood's response."),
    "S3-31": ("S3", "Special Population Considerations · line 50", "After a bariatric operation, test vitamin D, thiamine, calcium, folate and vitamin A every 6 months or more often."),
    "S3-32": ("S3", "Special Population Considerations · line 50", "Vitamin D after a bariatric operation: 75 nmol/L or more."),
    "S3-33": ("S3", "Special Population Considerations · line 51", "Pregnancy after a bariatric operation: B12 in each trimester."),
    "S3-34": ("S3", "Special Population Considerations · line 51", "Pregnancy after a bariatric operation: with B12, a full nutritional panel."),
    "S3-35": ("S3", "When Treatment Can NEVER Be Discontinued · line 53", "There are permanent causes in which treatment never ends (the four that follow)."),
    "S3-36": ("S3", "Permanent Causes Requiring Lifelong Therapy · line 57", "Pernicious anaemia, which is lack of intrinsic factor: injections IM each month, for life."),
    "S3-37": ("S3", "Permanent Causes Requiring Lifelong Therapy · line 57", "In pernicious anaemia a normal B12 changes nothing in this."),
    "S3-38": ("S3", "Permanent Causes Requiring Lifelong Therapy · line 58", "More than 20 cm of ileum resected: absorption is impaired for good."),
    "S3-39": ("S3", "Permanent Causes Requiring Lifelong Therapy · line 58", "More than 20 cm of ileum resected: IM each month without end."),
    "S3-40": ("S3", "Permanent Causes Requiring Lifelong Therapy · line 59", "Bariatric operations change the anatomy for good: treatment for life."),
    "S3-41": ("S3", "Permanent Causes Requiring Lifelong Therapy · line 59", "Roux-en-Y gastric bypass and biliopancreatic diversion are stressed."),
    "S3-42": ("S3", "Permanent Causes Requiring Lifelong Therapy · line 60", "Crohn's disease involving more than 30-60 cm of ileum: keep supplementing, resected or not."),
    "S3-43": ("S3", "High-Risk Conditions Requiring Prophylactic Treatment · line 62", "Heading over the next two items: high-risk conditions with prophylactic treatment."),
    "S3-44": ("S3", "High-Risk Conditions Requiring Prophylactic Treatment · line 64", "Older than 75 with a documented deficiency: supplementation goes on without end."),
    "S3-45": ("S3", "High-Risk Conditions Requiring Prophylactic Treatment · line 64", "Reason: atrophic gastritis is common, 20% of older adults."),
    "S3-46": ("S3", "High-Risk Conditions Requiring Prophylactic Treatment · line 65", "PPI or metformin for more than 4 months with a confirmed deficiency: as a rule, treat for as long as the medicine is taken."),
    "S3-47": ("S3", "Never Stop Monitoring After One Normal Result · line 69", "One normal result never ends monitoring."),
    "S3-48": ("S3", "Never Stop Monitoring After One Normal Result · line 71", "Relapse is frequent after stopping, in malabsorption and in poor diets."),
    "S3-49": ("S3", "Never Stop Monitoring After One Normal Result · line 72", "A normal serum B12 does not exclude functional deficiency: MMA is raised in up to 50% of such patients."),
    "S3-50": ("S3", "Never Give Folic Acid Before Adequate B12 Treatment · line 74", "Adequate B12 treatment comes first, folic acid never before it."),
    "S3-51": ("S3", "Never Give Folic Acid Before Adequate B12 Treatment · line 76", "Reason: the megaloblastic anaemia is hidden while the cord (subacute combined degeneration) is harmed beyond repair."),
    "S3-52": ("S3", "Never Give Folic Acid Before Adequate B12 Treatment · line 77", "Folic acid waits until B12 is replete."),
    "S3-53": ("S3", "Never Give Folic Acid Before Adequate B12 Treatment · line 77", "Folic acid is added for a documented folate deficiency only."),
    "S3-54": ("S3", "Never Rely Solely on Serum B12 to Guide Treatment Discontinuation · line 79", "Whether treatment may end is never decided on serum B12 alone."),
    "S3-55": ("S3", "Never Rely Solely on Serum B12 to Guide Treatment Discontinuation · line 81", "Reason: the test counts all B12, not only the active form that cells can use."),
    "S3-56": ("S3", "Never Rely Solely on Serum B12 to Guide Treatment Discontinuation · line 82", "Neurological symptoms are possible at levels called normal, above all in the elderly."),
    "S3-57": ("S3", "Never Rely Solely on Serum B12 to Guide Treatment Discontinuation · line 82", "Over 80 years: 18.1% are said to have metabolic deficiency with a normal serum B12."),
    "S3-58": ("S3", "When to Consider More Frequent Dosing · line 88", "Neurological symptoms (paresthesias, numbness, cognitive difficulty) that persist on monthly injections: every 2 weeks or weekly may be needed."),
    "S3-59": ("S3", "When to Consider More Frequent Dosing · line 89", "Bariatric operations with extensive change of the anatomy: monthly may be needed in place of every 2-3 months."),
    "S3-60": ("S3", "When to Consider More Frequent Dosing · line 90", "Up to 50% need an individual scheme in order to stay free of symptoms; intervals range from two injections a week to one in 2-4 weeks."),
    "S3-61": ("S3", "Clinical Monitoring Trumps Laboratory Values · line 94", "For the best interval, being free of symptoms outweighs laboratory results."),
    "S3-62": ("S3", "Clinical Monitoring Trumps Laboratory Values · line 95", "Serum B12 or MMA alone must not drive the interval; the clinical response does."),
    "S3-63": ("S3", "Special Considerations for Dietary Deficiency · line 99", "Stopping can be thought of in one situation only: a purely dietary cause (strict vegan, vegetarian), absorption intact."),
    "S3-64": ("S3", "Special Considerations for Dietary Deficiency · line 99", "There, 1000-2000 mcg by mouth each day can take the place of injections once the deficiency has been corrected."),
    "S3-65": ("S3", "Special Considerations for Dietary Deficiency · line 101", "Condition: the diet is confirmed to be better, and to stay adequate."),
    "S3-66": ("S3", "Special Considerations for Dietary Deficiency · line 102", "Condition: the first IM course has been given."),
    "S3-67": ("S3", "Special Considerations for Dietary Deficiency · line 102", "Condition: biochemical correction is on record."),
    "S3-68": ("S3", "Special Considerations for Dietary Deficiency · line 103", "Condition: yearly checks go on, to notice a relapse."),
    "S3-69": ("S3", "References · line 109", "Reference: a summary of guidelines on diagnosing B12 and magnesium deficiency (Praxis Medical Insights, 2026)."),
    "S3-70": ("S3", "References · line 115", "Reference: a summary of guidelines on B12 injections (Praxis Medical Insights, 2026)."),
    "S3-71": ("S3", "References · line 121", "Reference: a summary of guidelines on B12 supplementation (Praxis Medical Insights, 2025)."),
    "S3-72": ("S3", "References · line 127", "Reference: a cohort study of oral B12 in pernicious anaemia (Am J Clin Nutr, 2024)."),
    "S3-73": ("S3", "References · line 107", "Four references are listed; the text uses citation numbers 1 to 7."),
    "S3-74": ("S3", "Related Questions · line 133", "Related question: how often is cyanocobalamin injected to treat a deficiency?"),
    "S3-75": ("S3", "Related Questions · line 134", "Related question: how is a mild deficiency managed?"),
    "S3-76": ("S3", "Related Questions · line 135", "Related question: is cyanocobalamin IM, then tablets, enough with a B12 of 280 pg/mL, there called normal?"),
    "S3-77": ("S3", "Related Questions · line 136", "Related question: which dose of cyanocobalamin, and how often, for an adult?"),
    "S3-78": ("S3", "Related Questions · line 137", "Related question: which guidelines exist for oral cyanocobalamin in a confirmed deficiency?"),
    "S3-79": ("S3", "Related Questions · line 138", "Related question: mild acne at age 15 after benzoyl peroxide."),
    "S3-80": ("S3", "Related Questions · line 139", "Related question: frequent nosebleeds on a multivitamin."),
    "S3-81": ("S3", "Related Questions · line 140", "Related question: platelet-rich plasma for hair loss."),
    "S3-82": ("S3", "Related Questions · line 141", "Related question: how easily genital warts are passed on."),
    "S3-83": ("S3", "Related Questions · line 142", "Related question: isotretinoin for mild acne at age 15."),
    "S3-84": ("S3", "Related Questions · line 143", "Related question: the age at which the brain is mature."),
    "S3-85": ("S3", "Professional Medical Disclaimer · line 147", "The page is meant for healthcare professionals."),
    "S3-86": ("S3", "Professional Medical Disclaimer · line 147", "Decisions rest on clinical judgement and on information checked elsewhere."),
    "S3-87": ("S3", "Professional Medical Disclaimer · line 147", "The page does not stand in for professional discretion; it supplements established guidelines."),
    "S3-88": ("S3", "Professional Medical Disclaimer · line 147", "Check everything against primary literature and current standards before using it for a patient."),
    "S3-89": ("S3", "Professional Medical Disclaimer · line 147", "The publisher, Dr.Oracle, takes no liability for clinical decisions."),
    "S3-90": ("S3", "Have a follow-up question? · line 151", "The page invites further questions to an automated answering service, advertised as used by practising doctors."),
}
"""The statements of the sources, as (source, section, wording)."""

SOURCES: dict[str, tuple[str, str, str, str]] = {
    "S1": ("Next Steps After Methylcobalamin 1000mcg Injection", "not stated in the document", "not stated", "None stated. No author and no reference list (S1-53)."),
    "S2": ("Management of Vitamin B12 Deficiency After Initial Treatment", "not stated in the document", "not stated", "None stated. No author and no reference list (S2-35)."),
    "S3": ("When to Recheck B12 Levels and Discontinue Treatment", "Dr.Oracle (named in the page's disclaimer)", "Last updated February 9, 2026", "Pending human review (S3-03). The page also claims review by a medical advisory board (S3-02) and lists submitted, under review and approved without marking one: treated as not reviewed (conflict C42)."),
}
"""The sources, as (title, publisher, date, review status)."""

CONFLICTS: dict[str, tuple[str, str, str]] = {
    "C01": ("Pernicious anaemia: every 2 to 3 months, or monthly", "Reading (a). Monthly is the regimen, every 2 to 3 months (with neurology every 2 months) the alternative, and the flag C01 goes with the answer. Who is well on the alternative may keep it or go to monthly: the clinician decides. Beside a low level or raised MMA the alternative is more often than monthly, never less.", "It meets the third source to the letter, is an accepted alternative in the first, and errs towards more B12. Product labels and practice in the United Kingdom support reading (c) (E08, E09): this is the first question to the clinician."),
    "C02": ("Ileal resection of more than 20 cm: monthly, or every 2 to 3 months", "Monthly, whatever the recorded main cause; every 2 to 3 months (with neurology every 2 months) is the alternative. Who is well on the alternative may keep it or go to monthly: the clinician decides. Flag C02.", "A statement that names the cause comes before one that names none, and the shorter interval is the safer one."),
    "C03": ("Bariatric surgery: which operations, which interval", "Every operation is a permanent cause. The interval is every 2 to 3 months; after the two extensive operations monthly is offered as the alternative. Flag C03.", "Longer treatment before shorter. \"May need\" is not \"needs\", so monthly is not made the first choice. That the two operations are the extensive ones is our inference."),
    "C04": ("Crohn's disease of the ileum: \"more than 30 to 60 cm\"", "Reading (a). More than 30 cm is a permanent cause; between 30 and 60 cm the flag C04 is shown. Exactly 30 cm is not more than 30 cm and gives \"Unsettled\", never \"may stop\"; exactly 60 cm lies in the flagged band.", "More than 30 cm is the reading that treats more people for life."),
    "C05": ("Crohn's disease of the ileum: for life, or ongoing", "For life, by injection, with the general interval of 2 to 3 months. Flag C05.", "The longer of the two, and injections because the gut does not take up B12 (S2-22)."),
    "C06": ("Ileal resection: any ileum, or its distal part; exactly 20 cm", "One length is asked for, and any ileum counts; the question names the wording of the second source. 20.0 cm is not more than 20 cm.", "Any ileum is the reading that treats more people for life."),
    "C07": ("\"Renal impairment\" is not defined", "Impaired is: dialysis, a recorded chronic kidney disease, diabetic nephropathy, or an eGFR below 60. Not known is handled like impaired for the choice of the product.", "The union of all readings is the safest. The number 60 is our inference from KDIGO (E27); a clinician can move it in one cell."),
    "C08": ("Other products are \"preferable\", yet cyanocobalamin is the one in use", "Cyanocobalamin is never proposed while the kidneys are impaired or not known. W03 is critical; W05 gives the hazard ratio for diabetic nephropathy only. Flag C08.", "Excluding is safer than preferring, and other products are at hand."),
    "C09": ("Three products, one with a schedule", "Hydroxocobalamin is the product for injection. Methylcobalamin is an alternative without a schedule in the sources, whose interval the clinician confirms; cyanocobalamin is given monthly or more often, and less often than that counts as too seldom.", "A schedule is not carried over to a product that its source does not name."),
    "C10": ("Tablets in pernicious anaemia and malabsorption", "\"Disputed: the clinician decides\" in pernicious anaemia, without neurology and with kidneys shown to be unimpaired; flag C10, and W16 where tablets are in use already. Any other malabsorption: ruled out, with the same flag where nothing else rules tablets out. The regimen stays injections.", "Injections before tablets where the sources disagree."),
    "C11": ("Neurology: \"use\" or \"consider\" every 2 months", "Every 2 months, with monthly as the alternative; 3 months are never given while neurology is present, has been present, or is not known (our inference: it is the short end of the interval of the source, and I09 asks). Flag C11.", "The shorter interval is the safer one: damage to nerves may stay (S1-41)."),
    "C12": ("The conditions for tablets differ", "\"Possible\" needs every condition of all three. Where the cause is a medicine, age, or unsettled, the clinician decides; flag C12 there, and where a condition is missing.", "A tablet that is not taken up harms silently."),
    "C13": ("Never stop, or possible in dietary deficiency", "Everyone, except the fully documented dietary case: there tablets may replace the injections, always with flag C13. \"Likely\" is taken as \"will\".", "The exception is specific and carries its own conditions; B12 itself is not stopped in it."),
    "C14": ("PPI and metformin: for life, or as long as taken", "Not stopped while the medicine is taken for more than 4 months with a confirmed deficiency. After it is stopped, or where something is not confirmed, the case is referred. Exactly 4 months are not more than 4. Flag C14, also where the medicine comes beside another cause; where that cause is not settled, the duration stays the longer one.", "The specific statement comes first; where the sources are silent, refer. The 4 months for a PPI find no support elsewhere (E12)."),
    "C15": ("A heading says prophylactic, its rows speak of a documented deficiency", "The rules apply only where the deficiency is confirmed. Nothing is proposed to people without one; not known never gives a weaker answer.", "Prophylaxis would be treatment that no row of the source describes."),
    "C16": ("\"Permanent\", or \"if the cause persists\"", "\"Never: permanent cause\" for the four. For gastric surgery and other malabsorption the word \"persists\" is kept: a claim that it has ended goes to the clinician and not to a table.", "What was cut out does not grow again, and the first source says for life."),
    "C17": ("Over 75: does it override the dietary exception?", "Anyone over 75. Not known whether the deficiency was documented counts as documented, for the verdict and for the duration (our inference). Tablets stay open where Oral treatment allows them, because tablets are treatment too. Exactly 75 is not over 75. Flag C17.", "The longer treatment is the safer one."),
    "C18": ("First year: months 3, 6 and 12, or every 3 months", "After the check at month 6 the next is at month 9 unless two normal checks are recorded (flag C18), then at month 12; after a year every 3 months until stable.", "The second source as long as things are not stable, the others as soon as they are."),
    "C19": ("When the clock starts", "Months are counted from the start of treatment. Flag C19 in the first year and while loading runs.", "The earlier date gives the earlier checks."),
    "C20": ("When yearly checks begin", "Yearly checks need month 12, two normal checks in a row, and no special group. One normal result is never enough (S1-44, S3-47).", "More checks before fewer."),
    "C21": ("Homocysteine: every check, or when indicated", "At every check; the page of the tests says that the third source lists it as indicated only.", "More checks before fewer."),
    "C22": ("Iron studies: heading against line", "Every check.", "A line is more specific than its heading."),
    "C23": ("The blood count is missing in the second source", "A blood count at every check.", "More checks before fewer."),
    "C24": ("The tests at month 12 are not listed", "The same tests at month 12.", "\"Each\" includes the last."),
    "C25": ("Borderline B12: its unit, its ends, and a \"normal\" 280", "Both ends are borderline; below is low, above adequate. A value without its unit is refused. Compared in pg/mL without rounding, 1 pmol/L = 1.355 pg/mL: 132 pmol/L is low, 133 and 258 borderline, 259 adequate. The related question is not used. Flag C25 in the borderline band.", "Borderline leads to a further test and is the cautious side of both ends. Thresholds depend on the laboratory (E05): they are cells and can be changed."),
    "C26": ("453 pmol/L shows success, or shows nothing by itself", "An adequate level is reported as one that fits a successful treatment and alone proves nothing, together with W11; flag C26. It never by itself opens stopping or a longer interval; success is judged on symptoms (S2-19, S3-61).", "Two sources warn of exactly this mistake."),
    "C27": ("MMA: what calls for it", "The union: borderline, or persistent symptoms at any level, or a low level after loading.", "More tests before fewer."),
    "C28": ("MMA of exactly 271", "A band of its own, \"At the limit\": not on target, and not confirming. Other laboratories use 280 to 400 nmol/L (E16); impaired kidneys raise MMA (E15), see W21.", "No source covers the number, so nothing is claimed of it."),
    "C29": ("Homocysteine below 10", "A target. 10.0 is not on target. What it promises for heart and vessels is not repeated to patients (E19).", "The sources give no diagnosis with it."),
    "C30": ("A low level without symptoms: increase, or do not titrate", "\"Level low\" steps nothing up by itself: intervals longer than monthly stay and monthly is the alternative; monthly and shorter are held, and more often is the alternative, never less. W27 and W18, and MMA as the next test. Flag C30: the clinician decides. Laboratory values never lengthen an interval.", "Neither side is clearly safer: a missed relapse is worse than an extra injection, but two sources forbid the automatism."),
    "C31": ("The steps of more frequent injections", "Less often than monthly goes to monthly; nerves that persist on monthly to every 1 to 2 weeks; anything else that persists on monthly or shorter to an individual interval. The dose on short intervals is in no source: 1 mg is our inference (S2-10).", "Every step stands in a source, and there is no ceiling below twice weekly."),
    "C32": ("For life for everyone, or by cause", "\"For life unless the cause is settled\", flag C32. An unknown cause never becomes a reversible one.", "Longer treatment before shorter."),
    "C33": ("What counts as neurological involvement", "The union of both lists, and what has resolved counts. Depression is on neither list and is asked for by itself (C45).", "The safer reading: that symptoms are gone is no reason to lengthen the interval (S1-41)."),
    "C34": ("Loading is presupposed and never described", "The phase is asked for. Loading: complete it as prescribed. Not known: confirm first that it is complete. Never given: that is decided first. No loading schedule is made up; a single injection is not taken for loading.", "A schedule that no source gives is not ours to give."),
    "C35": ("Monthly 1000 mcg: of what?", "Hydroxocobalamin, as for every injection here, and 1000 mcg (S1-21, S2-10). The evidence of the row says which part is inference.", "See C09: one product has a schedule."),
    "C36": ("Months, weeks and \"every 2 to 4 weeks\"", "An interval is one of a few words, not a number of days: every 4 weeks counts as monthly, every 8 as 2 months, every 12 as 3 months (our inference). Follow-up counts calendar months.", "Nobody is harmed by 2 days; a computed day count would feign precision."),
    "C37": ("What exactly is discontinued", "The verdict is about the injections only. No answer of any table ever says to stop B12.", "That is what all three have in common."),
    "C38": ("Folic acid: three conditions, and pregnancy", "Replete is: loading complete, the correction documented, and the results of today adequate (B12 above the borderline range, MMA not raised; our inference). Where raised MMA may come from the kidneys, or no level of today is there, it is not known. W01 is critical where B12 is not replete, a warning with W28 where that is not known. W02 unless a lack of folate is documented. Folic acid in pregnancy is in no source, although the third has pregnant patients: W26 rests on other guidance (E17), stands first, and takes the place of W02.", "The strictest of the three protects the nerves; W26 protects the unborn child."),
    "C39": ("Pregnancy without bariatric surgery", "No monitoring rule is made up. Stopping injections in or before pregnancy, while breastfeeding, or with pregnancy not known, is referred (our inference).", "Where the sources are silent, refer."),
    "C40": ("After bariatric surgery: other vitamins every 6 months beside B12 once a year", "Their own interval, also when B12 is checked yearly. Vitamin D is compared in nmol/L without rounding: 75 nmol/L is on target; 30 ng/mL, which some laboratories print as its twin, is 74.88 nmol/L and just below.", "The specific statement before the general one."),
    "C41": ("Length or operation not recorded", "\"Unsettled\", with the questions I02, I03 and I04; stopping is not permitted.", "Unknown is not \"no\"."),
    "C42": ("Reviewed, or waiting for review", "Not reviewed: W00 goes with every answer. The same three steps, with name and date, are the life of these tables.", "A claim of review without a reviewer is none."),
    "C43": ("References", "Citations are kept with their document and never merged. Three of the four listed are summaries by a service of the same kind.", "The same number stands for different works."),
    "C44": ("Who is the reader", "Two texts for every question and answer. The patient's explains and never tells anybody to change a dose.", "Both read it."),
    "C45": ("Depression as a sign of B12 deficiency", "Recurrence counts as symptoms that recur (W22). Depression that has not improved is not put down to B12: W23 asks to look for other causes (our inference). It is a condition for leaving injections, though: no tablets while mood stays low (our inference).", "The source speaks of recurrence; more injections are no treatment of depression."),
    "C46": ("Four branches of the second source are empty", "The other documents fill them: dietary S3-63 with S2-20; malabsorption S2-22, S2-23, S3-36 and S3-40; ileal S3-39; neurology S1-23, S2-11 and S3-58.", "Nothing is made up for an empty branch."),
    "C47": ("Old age: 75, 80, one in five", "75 decides; 80 only gives the information W13. The figure of 18.1 % does not describe what the source says it does (E20) and is shown with that note.", "The only sentence with a consequence names 75."),
    "C48": ("Words for the route", "One value, intramuscular. Under the skin and through the nose are in no source and are not offered.", "S2-22 explains its own word."),
    "C49": ("Malabsorption is used without a definition", "Absorption is confirmed normal (intrinsic factor normal and no malabsorption, as in S2-20), impaired, or not known. The effect of PPI and metformin is kept apart.", "The third source treats the medicines by themselves."),
    "C50": ("\"Up to half\" stands for two different things", "Two warnings, W17 and W11, never merged.", "They have different subjects."),
    "C51": ("More than one cause at once", "Lengths, operation, medicine and absorption are looked at whatever the main cause; permanent comes before malabsorption, medicine and dietary.", "The longest of the treatments that are due covers the others."),
    "C52": ("Tablets and the kidneys", "With kidneys impaired or not known the tablet is methylcobalamin (that it can be had is our inference), otherwise the sources do not name one. In pernicious anaemia tablets are then ruled out.", "The caution is about the substance, not the route."),
    "C53": ("Gastric surgery or bariatric surgery", "Two causes: after gastric surgery for other reasons malabsorption with injections for life (S2-23); the checks after bariatric surgery do not apply to it.", "The third source's checks belong to weight-loss surgery."),
    "C54": ("Related questions", "None is encoded.", "They are titles without answers."),
    "C55": ("The general interval: every 2 to 3 months, or monthly", "Every 2 to 3 months, with neurology every 2 months; monthly is the alternative. Flag C55.", "Two sources recommend it in so many words; the third describes what is done with cyanocobalamin (S3-01). Nobody who is given injections monthly is told to have them less often."),
    "C56": ("Iron studies stand in the third source only", "Part of every check. What the heading above S3-29 leaves open is C22.", "More tests before fewer."),
    "C57": ("Whether a tablet counts as adequate intake", "The diet itself: Dietary intake asks about food, also food with added B12, and not about tablets. Flag C57 where the diet is inadequate.", "The source asks for it in the sentence that speaks of these patients; a tablet can be forgotten."),
    "C58": ("Special groups that are not yet stable: every 3 months, or every 3 to 6 months", "Until two checks in a row are normal every 3 months (in the first year months 3, 6, 9 and 12), then every 3 to 6 months. Flag C58.", "The third source calls it more frequent. Read from the start it would be less frequent for these groups than for an ordinary patient who is not stable."),
}
"""Where the sources disagree, as (what about, the reading taken, why)."""

GUIDANCE: dict[str, tuple[str, str, str]] = {
    "E01": ("Where the sources come from", "All three texts come from one question-answering site and call themselves pending human review: unreviewed summaries, not guidelines. Sibling texts of that site give other rules for the same question.", "The three texts themselves, and sibling texts of the same site"),
    "E02": ("Which guideline is current in the United Kingdom", "The guideline of the British Society for Haematology of 2014 is superseded by NICE NG239, as the Society itself says.", "British Society for Haematology, notice of November 2024; NICE guideline NG239, Vitamin B12 deficiency in over 16s: diagnosis and management"),
    "E03": ("Name of the disease", "NICE says autoimmune gastritis instead; the Pernicious Anaemia Society objects that the two are not the same. The list of causes offers both words.", "NICE guideline NG239, Vitamin B12 deficiency in over 16s: diagnosis and management; statement of the Pernicious Anaemia Society on its publication"),
    "E04": ("B12 thresholds", "The same numbers, as thresholds for diagnosis before treatment: NICE below 180 ng/L (133 pmol/L) confirms, 180 to 350 ng/L is indeterminate, above 350 ng/L (258 pmol/L) is unlikely; American Family Physician below 180 pg/mL diagnostic, 180 to 350 borderline with MMA next.", "NICE guideline NG239, Vitamin B12 deficiency in over 16s: diagnosis and management; American Family Physician 2025, Vitamin B12 deficiency"),
    "E05": ("Assay and ethnicity", "One hospital laboratory states that the NICE thresholds do not fit its method and uses 145 and 180 ng/L. NICE (1.3.13) notes higher reference ranges in people of Black ethnicity. Thresholds must be local: here they are cells.", "Test list of Royal United Hospitals Bath; NICE guideline NG239, Vitamin B12 deficiency in over 16s: diagnosis and management"),
    "E06": ("When to follow up", "Review at 3 months, and at 1 month in pregnancy or breastfeeding. No study was found that compares frequencies of follow-up: no trial stands behind 6 months, 12 months or yearly.", "NICE guideline NG239, Vitamin B12 deficiency in over 16s: diagnosis and management, with evidence review F (NBK603293)"),
    "E07": ("What to measure on treatment", "Measuring B12 or MMA neither helps to follow improvement nor to set the frequency of injections. A regional guideline in the United Kingdom: no need to repeat B12 on injections, use the blood count. Dutch general practitioners: little use. That levels do not set the frequency agrees; the routine panel does not.", "Wolffenbuttel and others, BMJ 2023 (doi:10.1136/bmj-2022-071725); regional guideline for adults in the United Kingdom; Dutch College of General Practitioners (NHG), standpoint on the diagnosis of B12 deficiency"),
    "E08": ("Interval of hydroxocobalamin", "Pernicious anaemia without neurology every 2 to 3 months, with neurology every 2 months (one manufacturer: 2 or 3); after gastrectomy, ileal resection, some malabsorption and strict vegetarianism every 2 to 3 months. Monthly appears for conditions of the optic nerve only. See C01 and C02.", "Product information for hydroxocobalamin 1 mg/mL in the United Kingdom (electronic Medicines Compendium 31182 and 24703)"),
    "E09": ("Interval and dose of cyanocobalamin", "In pernicious anaemia 100 mcg monthly for life by injection; the oral form is called not dependable there; with normal absorption chronic treatment should be oral. Other references give 100 to 1000 mcg monthly. This supports reading (c) of C01.", "Product labelling for cyanocobalamin injection in the United States"),
    "E10": ("Tablets", "The largest difference. Oral 1 to 2 mg a day works as well as injections for anaemia and nerves, with injections for severe deficiency or severe neurology (2017); tablets suit most patients (2025); three trials with 153 people (Cochrane 2018); in pernicious anaemia 26 patients on 1000 mcg a day, 88.5 % no longer deficient after one month and none deficient after twelve (cohort 2024); 1000 mcg a day adequate there (review 2016); experts put injections first in acute or severe disease and would consider high-dose tablets later (Delphi 2024). The tables are stricter than most guidance.", "Langan and Goodbred, Vitamin B12 deficiency: recognition and management, Am Fam Physician 2017 (PMID 28925645); American Family Physician 2025, Vitamin B12 deficiency; Cochrane review (doi:10.1002/14651858.CD004655.pub3); cohort in pernicious anaemia, 2024; review in pernicious anaemia, 2016 (PMC4993789); Delphi study, 2024 (PMC11050313); Dutch College of General Practitioners (NHG), standpoint on the diagnosis of B12 deficiency"),
    "E11": ("Bariatric surgery", "Lifelong agrees. 1 mg a day by mouth is accepted. British practice tests at 3, 6 and 12 months after surgery, then at least yearly. In pregnancy blood count, calcium, vitamin D, phosphate, parathyroid hormone, magnesium and vitamin A in each trimester: that agrees.", "Langan and Goodbred, Vitamin B12 deficiency: recognition and management, Am Fam Physician 2017 (PMID 28925645); British Obesity and Metabolic Surgery Society 2020; PMC11773061; Shawe and others 2019 (PMC6852078)"),
    "E12": ("Time on a PPI or metformin", "Metformin more than 4 months, PPI or H2 blocker more than 12 months, as grounds for testing and not for the length of treatment. H2 blockers, colchicine and topiramate are named too. No support was found for 4 months on a PPI.", "Langan and Goodbred, Vitamin B12 deficiency: recognition and management, Am Fam Physician 2017 (PMID 28925645); NICE guideline NG239, Vitamin B12 deficiency in over 16s: diagnosis and management"),
    "E13": ("Metformin", "Low B12 is a common side effect: correct it, continue metformin while it is tolerated, consider periodic checks in people at risk. No rule for life. Closer to the third source.", "Medicines and Healthcare products Regulatory Agency, Drug Safety Update"),
    "E14": ("Ileal resection and Crohn's disease", "More than 20 cm of resection agrees. Crohn's disease without resection did not raise the risk wherever it was; resection of more than 30 cm did, less than 20 cm did not (review of 42 articles, 3732 patients). None abnormal below 20 cm, 52 % above (56 patients). The rule on Crohn's disease without resection is contradicted.", "Systematic review on vitamin B12 in inflammatory bowel disease, 2014; study of ileal resection and Schilling tests, 2006 (PMID 17095407)"),
    "E15": ("MMA, homocysteine and the kidney", "MMA rises as eGFR falls, whatever the B12 status; in one laboratory study unadjusted MMA overestimated deficiency by 40 %. Homocysteine rises too, and with folate deficiency. W21 rests on this alone.", "Annals of Clinical Biochemistry (doi:10.1177/0004563218778300); J Clin Med 2020;9:2335"),
    "E16": ("MMA cut-off", "Up to 400 nmol/L (Mayo), 100 to 400 (Toronto), above 378 (Labcorp); by age 100 to 400 (18 to 64) and 120 to 460 (65 and older) in Denmark. 271 is at the strict end.", "Test catalogues of Mayo Clinic Laboratories, University Health Network Toronto and Labcorp; Danish reference intervals"),
    "E17": ("Folic acid", "Not before B12 agrees. But in pregnancy after bariatric surgery 0.4 mg are given before conception and in the first trimester, 5 mg with a body mass index above 30 or diabetes; and labelling says that folic acid above 0.1 mg a day can mend the blood while nerve damage goes on, and is given together with B12 if needed. W26 rests on this.", "PMC11773061; BMJ 2022;378:o1924; Product labelling for cyanocobalamin injection in the United States"),
    "E18": ("Cyanocobalamin and the kidney", "DIVINe: 238 people with diabetic nephropathy took folic acid 2.5 mg, vitamin B6 25 mg and B12 1 mg by mouth daily, or placebo; heart attack, stroke, revascularisation or death in 23.5 % against 14.4 % (p = 0.04); clearance below 30 and dialysis were excluded. Two trials pooled: relative risk of stroke with impaired kidneys and high-dose cyanocobalamin 1.04 (0.84 to 1.27), otherwise 0.78 (0.67 to 0.90). So the figure comes from a combination by mouth in one disease; blaming cyanocobalamin is the authors' hypothesis, and labels carry no such rule.", "House and others, DIVINe trial, 2010; Spence and others, B vitamins in stroke prevention, 2017"),
    "E19": ("Homocysteine below 10", "B12 for raised homocysteine does not reduce heart attack, stroke or cognitive decline (2017); B vitamins reduce stroke overall, relative risk 0.90 (0.82 to 0.99), with no effect on heart attack or death (2018). Below 10 is the target of one school; no benefit for heart and vessels is promised here.", "Langan and Goodbred, Vitamin B12 deficiency: recognition and management, Am Fam Physician 2017 (PMID 28925645); Stroke and Vascular Neurology 2018;3:51"),
    "E20": ("The figure of 18.1 %", "The study was of an urgent clinic for stroke and transient ischaemic attack; B12 below 258 pmol/L together with homocysteine above 14 was called a metabolic deficiency: 18.1 % of those aged 80 and older, 10.6 % overall. Population and definition are lost in the source.", "Ahmed and others, 2019"),
    "E21": ("Stopping", "Tablets may be stopped once the cause has been dealt with; injections continue, for life if the cause is irreversible, and stopping or spacing out may be considered if it is resolved. The sources are stricter.", "NICE guideline NG239, Vitamin B12 deficiency in over 16s: diagnosis and management (visual summary)"),
    "E22": ("Individual frequency", "Increase the frequency if needed, in line with product information (NICE). The schedule of 2 to 3 months lacks strong evidence and many report needing more (2025). Product information: the schemes are usually satisfactory. The direction agrees; twice weekly goes beyond product information.", "NICE guideline NG239, Vitamin B12 deficiency in over 16s: diagnosis and management; European Journal of Clinical Nutrition 2025 (doi:10.1038/s41430-025-01583-4); Product information for hydroxocobalamin 1 mg/mL in the United Kingdom (electronic Medicines Compendium 31182 and 24703)"),
    "E23": ("High levels", "Above 1000 pg/mL on two measurements is associated with tumours, blood cancers and cardiovascular death. No upper bound is made up in the tables.", "American Family Physician 2025, Vitamin B12 deficiency"),
    "E24": ("What the sources leave out", "Hypersensitivity and anaphylaxis with injections; potassium in the first 48 hours of treating severe anaemia; Leber's optic atrophy (cyanocobalamin); hidden folate deficiency; hydroxocobalamin not for megaloblastic anaemia of pregnancy unless B12 deficiency is shown; gastric cancer in pernicious anaemia. The tables do not cover these.", "Product information for hydroxocobalamin 1 mg/mL in the United Kingdom (electronic Medicines Compendium 31182 and 24703); Product labelling for cyanocobalamin injection in the United States"),
    "E26": ("Older people", "Over 75 is a reason to test. B12 in tablets is absorbed normally with age and in atrophic gastritis; a trial in people of 65 and over tested weekly tablets. Supplementation agrees; injections are not required elsewhere.", "Langan and Goodbred, Vitamin B12 deficiency: recognition and management, Am Fam Physician 2017 (PMID 28925645); review of 1999; OB12 trial, BMC Public Health 2012;12:394"),
    "E27": ("Renal impairment", "Chronic kidney disease is an eGFR below 60, or markers of damage such as albuminuria of 30 mg/g or more, for at least 3 months. That is the basis of our inference.", "KDIGO, as given by the Canadian CKD pathway"),
    "E28": ("Dose in dietary deficiency", "50 to 150 mcg a day without neurology (regional guideline in the United Kingdom); 1000 mcg a day (Dutch general practitioners). Lower doses, and no injections at all, are usual elsewhere.", "Regional guideline for adults in the United Kingdom; Dutch College of General Practitioners (NHG), standpoint on the diagnosis of B12 deficiency"),
    "E29": ("Neurology", "Neurological symptoms may take months to years to resolve. Summaries in the United Kingdom ask for urgent specialist advice where nerves are involved.", "Wolffenbuttel and others, BMJ 2023 (doi:10.1136/bmj-2022-071725); summaries of the NICE clinical knowledge summary"),
    "E30": ("Evidence for route and dose", "Seven randomised trials and two observational studies; dose, route and frequency were never clearly established.", "NICE evidence review E for NG239 (NBK603292)"),
    "E31": ("Nitrous oxide", "Recreational nitrous oxide is a common risk factor; homocysteine is the first test where it is suspected; B12 by injection or by mouth is offered, as the patient prefers. It inactivates B12, so that a normal level does not exclude the deficiency.", "NICE guideline NG239, Vitamin B12 deficiency in over 16s: diagnosis and management (draft for consultation); BJPsych Advances, The neuropsychiatric effects of nitrous oxide and low vitamin B12"),
    "E32": ("Signs that cannot wait", "Symptoms of the spinal cord or of the optic nerve (sight): emergency admission on the same day. With other neurological symptoms advice is asked for urgently.", "NHS Lothian RefHelp, Vitamin B12 deficiency; summaries of the NICE clinical knowledge summary"),
}
"""What guidance outside of the sources says, as (topic, what it says, the publication)."""

SENTENCES: dict[str, tuple[str, str]] = {
    "": ("[{product_safety}. ]{action}[: {product_im} {dose} {route}ly {regimen}][: {dose} by mouth every {interval_min.code}][ (alternative: {regimen_alternative})][; treatment {duration}].[ {strength}.]", "[{product_safety}. ]{action}.[ {regimen}.][ {duration}.]"),
    "next_check": ("[{next_check_from} ][{check_basis}.][ Not after month {check_not_after.code}.][ {sources_note}.]", ""),
    "due_status": ("Today: {due_status}.", ""),
    "micronutrient_check": ("Vitamins and minerals after the operation: {micronutrient_status}.", ""),
    "discontinuation": ("Stopping injections: {verdict}.", ""),
    "oral_option": ("Tablets: {oral_option}.", ""),
}
"""How the answers of a decision are said, as (sentence, the patient's), and under "" the headline: templates."""

BLOCKS: dict[str, str] = {
    "guards": "entries",
    "regimen_action": "do now",
    "regimen": "do now",
    "regimen_detail": "do now",
    "duration": "do now",
    "product_safety": "do now",
    "oral_option": "do now",
    "discontinuation": "do now",
    "next_check": "next check",
    "due_status": "next check",
    "micronutrient_check": "next check",
    "tests": "next check",
    "lab_reading": "do now",
    "warnings": "do not",
    "information_needed": "ask",
    "source_flags": "sources differ",
    "product": "do now",
    "product_by_mouth": "do now",
    "interval_relation": "do now",
    "treatment_change": "do now",
}
"""Where each answer stands on the first page."""

QUIET: dict[str, tuple[str, ...]] = {
    "sources_note": ("three_after_start", "each_trimester"),
    "micronutrient_status": ("does_not_apply",),
    "reading": ("b12_adequate", "mma_on_target", "hcy_on_target", "vitamin_d_on_target"),
    "regimen": ("LOADING", "REFER"),
    "route": ("oral",),
    "dose": ("as_prescribed",),
    "interval_min": ("as_prescribed", "week", "half_week", "month", "two_months"),
    "interval_max": ("as_prescribed", "month", "two_months", "three_months", "two_weeks", "four_weeks"),
    "product_safety": ("suitable",),
    "strength": ("use",),
}
"""For output fields the values that go without saying."""

LOWERED: frozenset[str] = frozenset(("A", "Above", "Absorption", "Add", "Adequate", "Adult", "After", "Age", "Age-related", "All", "An", "Anaemia", "Another", "Applies", "As", "Ask", "At", "Bariatric", "Before", "Below", "Biliopancreatic", "Blood", "Borderline", "Breastfeeding", "Cannot", "Cause", "Check", "Chronic", "Clinician", "Clock", "Complete", "Condition", "Conditions", "Confirm", "Confirmation", "Confirmed", "Continue", "Contradiction", "Correction", "Count", "Critical", "Cyanocobalamin", "Daily", "Date", "Deficiency", "Depression", "Diabetic", "Dialysis", "Dietary", "Disputed", "Do", "Does", "Due", "Each", "Entries", "Every", "Extensive", "Ferritin", "First", "Folate", "Folic", "For", "From", "Function", "Functional", "Gastric", "General", "Given", "Good", "Has", "Held", "Homocysteine", "How", "Hydroxocobalamin", "If", "Ileal", "Impaired", "Important", "Impossible", "Improved", "Improving", "In", "Inadequate", "Increase", "Indefinitely", "Individual", "Information", "Injections", "Intake", "Interval", "Intramuscular", "Intrinsic", "Involved", "Iron", "Is", "It", "Keep", "Keeps", "Laboratory", "Last", "Length", "Less", "Level", "Loading", "Longer", "Low", "Maintenance", "Malabsorption", "Many", "Medicine", "Megaloblastic", "Metformin", "Methylcobalamin", "Month", "Monthly", "Months", "Mood", "More", "Neither", "Nerves", "Neurological", "Neurology", "Never", "Next", "Nitrous", "No", "None", "Normal", "Not", "Nothing", "Now", "On", "Once", "One", "Only", "Oral", "Other", "Out", "Outside", "Over", "Overdue", "Pain", "Part", "Permanent", "Pernicious", "Persistent", "Persists", "Planned", "Planning", "Please", "Possible", "Pregnancy", "Pregnant", "Present", "Procedure", "Product", "Question", "Raised", "Recent", "Recurred", "Recurrence", "Refer", "Regular", "Relapse", "Renal", "Resolved", "Responding", "Response", "Review", "Route", "Ruled", "Satisfactory", "Serum", "Settle", "Shown", "Signs", "Sleeve", "Something", "Special", "Start", "Stopped", "Stopping", "Symptom-free", "Symptoms", "Tablets", "Taken", "Tests", "The", "There", "These", "This", "Time", "Too", "Treatment", "Twice", "Two", "Under", "Unimpaired", "Unsettled", "Up", "Vitamin", "Vitamins", "Warning", "Was", "We", "Weekly", "When", "Whether", "Which", "While", "Why", "With", "Without", "Worsening", "Yet", "You", "Your"))
"""Words that begin labels and are written without a capital within a sentence."""

UPPER: dict[str, str] = {
    "next_check_from": "next_check_to",
}
"""For the field that is the lower end of a range, the field that is its upper end."""

READINGS: tuple[tuple[str, str, tuple[tuple[str, str, Callable[..., bool] | None, tuple[Any, ...] | None], ...]], ...] = (
    ("C01", "Reading (b): every 2 to 3 months, or every 2 months with neurology; monthly becomes the alternative", (
        ("regimen", "R6", None, ("IM_2_TO_3_MONTHS", "IM_MONTHLY")),
        ("regimen", "R6b", None, ("IM_2_TO_3_MONTHS", "IM_MONTHLY")),
        ("regimen", "R7", None, ("IM_2_MONTHS", "IM_MONTHLY")),
        ("regimen", "R7b", None, ("IM_2_MONTHS", "IM_MONTHLY")),
    )),
    ("C02", "The general interval also after ileal resection; monthly becomes the alternative", (
        ("regimen", "R8", None, ("IM_2_TO_3_MONTHS", "IM_MONTHLY")),
        ("regimen", "R8b", None, ("IM_2_TO_3_MONTHS", "IM_MONTHLY")),
        ("regimen", "R9", None, ("IM_2_MONTHS", "IM_MONTHLY")),
        ("regimen", "R9b", None, ("IM_2_MONTHS", "IM_MONTHLY")),
    )),
    ("C03", "Monthly is the first choice after the two extensive operations", (
        ("regimen", "R12", None, ("IM_MONTHLY", "IM_2_TO_3_MONTHS")),
    )),
    ("C03", "Only the two named operations are a permanent cause", (
        ("permanent_cause", "L5", lambda cause, ileal_band, crohns_band, bariatric_procedure: cause != "pernicious_anaemia" and ileal_band != "gt20" and crohns_band in ("none", "le30", "not_known") and bariatric_procedure in ("roux_en_y", "biliopancreatic_diversion", "procedure_not_recorded"), None),
        ("permanent_cause", "L6", lambda cause, ileal_band, crohns_band, bariatric_procedure: cause == "bariatric_surgery" and ileal_band != "gt20" and crohns_band in ("none", "le30", "not_known") and bariatric_procedure in ("none", "sleeve", "gastric_band", "other", None), (False,)),
        ("permanent_cause", "L7", lambda cause, ileal_band, crohns_band, bariatric_procedure: cause not in ("pernicious_anaemia", "bariatric_surgery") and ileal_band != "gt20" and crohns_band in ("none", "le30", "not_known") and bariatric_procedure in ("none", "sleeve", "gastric_band", "other", None), None),
    )),
    ("C04", "Reading (b): only more than 60 cm is a permanent cause", (
        ("permanent_cause", "L4", None, (False,)),
    )),
    ("C06", "20 cm itself counts as a long resection", (
        ("ileal_band", "B2", lambda ileal_resection_cm, cause: ileal_resection_cm is not None and 0 < ileal_resection_cm < 20, None),
        ("ileal_band", "B3", lambda ileal_resection_cm, cause: ileal_resection_cm is not None and ileal_resection_cm >= 20, None),
    )),
    ("C07", "The line is an eGFR of 30", (
        ("egfr_band", "B1", lambda egfr: egfr is not None and egfr < 30, None),
        ("egfr_band", "B2", lambda egfr: egfr is not None and egfr >= 30, None),
    )),
    ("C07", "A recorded chronic kidney disease with an eGFR of 60 or more (G1, G2) does not count", (
        ("renal_class", "N2", lambda renal_diagnosis, diabetic_nephropathy, egfr_band: renal_diagnosis == "ckd" and (diabetic_nephropathy is False or diabetic_nephropathy is None) and egfr_band == "lt60", None),
        ("renal_class", "N3", lambda renal_diagnosis, diabetic_nephropathy, egfr_band: renal_diagnosis in ("none", "ckd", None) and diabetic_nephropathy is True, None),
        ("renal_class", "N5", lambda renal_diagnosis, diabetic_nephropathy, egfr_band: renal_diagnosis in ("none", "ckd") and diabetic_nephropathy is False and egfr_band == "ge60", None),
        ("renal_class", "N6", lambda renal_diagnosis, diabetic_nephropathy, egfr_band: renal_diagnosis in ("none", "ckd") and diabetic_nephropathy is False and egfr_band == "not_known", None),
        ("renal_class", "N7", lambda renal_diagnosis, diabetic_nephropathy, egfr_band: renal_diagnosis in ("none", "ckd") and diabetic_nephropathy is None and egfr_band in ("ge60", "not_known"), None),
    )),
    ("C08", "A preference: cyanocobalamin may go on with impaired kidneys, and is the alternative", (
        ("product", "R1", None, ("hydroxocobalamin", "cyanocobalamin_monthly")),
        ("product_safety", "Q1", None, ("suitable",)),
    )),
    ("C09", "The schedule holds for every product: cyanocobalamin and methylcobalamin may be given as seldom as hydroxocobalamin", (
        ("product_schedule", "P3", None, ("fits",)),
        ("product_schedule", "P4", None, ("fits",)),
        ("product_schedule", "P6", None, ("fits",)),
    )),
    ("C10", "Tablets are possible in pernicious anaemia, without neurology and with unimpaired kidneys", (
        ("oral_option", "O2", None, ("eligible",)),
    )),
    ("C10", "Tablets are left to the clinician also in other malabsorption", (
        ("oral_option", "O4", None, ("clinician_decision",)),
        ("oral_option", "O5", None, ("clinician_decision",)),
    )),
    ("C11", "\"Consider\": every 2 to 3 months, with every 2 months as the alternative", (
        ("regimen", "R10", None, ("IM_2_TO_3_MONTHS", "IM_2_MONTHS")),
    )),
    ("C11", "Nothing said of the nerves means that they are spared: every 2 to 3 months, as S2-03 answers", (
        ("regimen", "R11", None, ("IM_2_TO_3_MONTHS", "IM_MONTHLY")),
    )),
    ("C12", "The conditions of the first source are enough where nothing points to malabsorption", (
        ("oral_option", "O8", None, ("eligible",)),
        ("oral_option", "O9", None, ("eligible",)),
    )),
    ("C13", "Never for anybody: the dietary case is referred as well", (
        ("discontinuation", "V13", None, ("refer_not_permitted",)),
    )),
    ("C14", "For life, also while nobody speaks of stopping the medicine", (
        ("duration", "U5", None, ("for_life",)),
        ("duration", "U5b", None, ("for_life",)),
        ("discontinuation", "V4", None, ("never",)),
    )),
    ("C14", "Once the medicine is stopped the case is treated like a dietary one", (
        ("cause_class", "C8", None, ("dietary",)),
    )),
    ("C16", "The four causes can end: not while they persist", (
        ("discontinuation", "V2", None, ("not_while_malabsorption_persists",)),
    )),
    ("C17", "About age-related deficiency only: a dietary deficiency keeps its exception over 75", (
        ("discontinuation", "V6", lambda case_ok, cause_class, age_rule, neuro_class, phase, missing_condition, pregnancy_status: case_ok is True and cause_class in ("medication_stopped", "undetermined") and age_rule in ("applies", "applies_until_shown"), None),
        ("discontinuation", "V9", lambda case_ok, cause_class, age_rule, neuro_class, phase, missing_condition, pregnancy_status: case_ok is True and cause_class == "dietary" and age_rule in ("applies", "applies_until_shown", "does_not_apply") and neuro_class in ("involved", None), None),
        ("discontinuation", "V10", lambda case_ok, cause_class, age_rule, neuro_class, phase, missing_condition, pregnancy_status: case_ok is True and cause_class == "dietary" and age_rule in ("applies", "applies_until_shown", "does_not_apply") and neuro_class == "none" and phase in ("loading", "no_loading", None), None),
        ("discontinuation", "V11", lambda case_ok, cause_class, age_rule, neuro_class, phase, missing_condition, pregnancy_status: case_ok is True and cause_class == "dietary" and age_rule in ("applies", "applies_until_shown", "does_not_apply") and neuro_class == "none" and phase in ("loading_complete", "maintenance") and missing_condition != "none", None),
        ("discontinuation", "V12", lambda case_ok, cause_class, age_rule, neuro_class, phase, missing_condition, pregnancy_status: case_ok is True and cause_class == "dietary" and age_rule in ("applies", "applies_until_shown", "does_not_apply") and neuro_class == "none" and phase in ("loading_complete", "maintenance") and missing_condition == "none" and pregnancy_status in ("planning", "pregnant", "breastfeeding", None), None),
        ("discontinuation", "V13", lambda case_ok, cause_class, age_rule, neuro_class, phase, missing_condition, pregnancy_status: case_ok is True and cause_class == "dietary" and age_rule in ("applies", "applies_until_shown", "does_not_apply") and neuro_class == "none" and phase in ("loading_complete", "maintenance") and missing_condition == "none" and pregnancy_status in ("not_applicable", "not_pregnant"), None),
        ("duration", "U4", lambda cause_class, cause, age_rule, age_band, regimen: cause_class in ("medication_ongoing", "medication_stopped", "undetermined") and age_rule in ("applies", "applies_until_shown") and age_band != "lt18", None),
        ("duration", "U6", lambda cause_class, cause, age_rule, age_band, regimen: cause_class == "dietary" and age_band != "lt18" and regimen != "ORAL_DAILY", None),
        ("duration", "U6b", lambda cause_class, cause, age_rule, age_band, regimen: cause_class == "dietary" and age_band != "lt18" and regimen == "ORAL_DAILY", None),
    )),
    ("C18", "Month 9 is left out", (
        ("next_check", "D6", None, ("from_start", 12, 12, None, "nine_or_twelve")),
    )),
    ("C19", "While loading runs, month 3 is counted from the start of maintenance, about a month later", (
        ("next_check", "D1", None, ("from_start", 4, 4, None, "three_after_start")),
    )),
    ("C20", "Two normal checks in a row are enough, also in the first year", (
        ("monitor_track", "M7", lambda bariatric_pregnancy, phase, closer_checks, year_band, stabilised, age_band: bariatric_pregnancy != "pregnant" and phase != "loading" and closer_checks == "none" and year_band == "first_year" and (stabilised is False or stabilised is None) and age_band != "lt18", None),
        ("monitor_track", "M8", lambda bariatric_pregnancy, phase, closer_checks, year_band, stabilised, age_band: bariatric_pregnancy != "pregnant" and phase != "loading" and closer_checks == "none" and year_band in ("first_year", "after_first_year") and stabilised is True and age_band != "lt18", None),
    )),
    ("C21", "Only while symptoms persist, as one possible indication", (
        ("tests", "T3", lambda phase, b12_band, symptom_course, depression_course, mma_band, hcy_band, anaemia_status, cause_is_bariatric, bariatric_pregnancy, cause, age_band, folic_acid, folate_status, product_safety, egfr_band, diabetic_nephropathy, renal_diagnosis: symptom_course in ("persistent", "worsening") and age_band != "lt18", None),
    )),
    ("C23", "Not part of a check while there are no symptoms", (
        ("tests", "T2", lambda phase, b12_band, symptom_course, depression_course, mma_band, hcy_band, anaemia_status, cause_is_bariatric, bariatric_pregnancy, cause, age_band, folic_acid, folate_status, product_safety, egfr_band, diabetic_nephropathy, renal_diagnosis: symptom_course in ("persistent", "worsening", "recurred") and age_band != "lt18", None),
    )),
    ("C25", "280 pg/mL is normal, as a related question has it: borderline ends below 280", (
        ("b12_band", "B2", lambda b12: b12 is not None and 180 <= b12 < 280, None),
        ("b12_band", "B3", lambda b12: b12 is not None and b12 >= 280, None),
    )),
    ("C27", "Persistent symptoms call for MMA only where B12 is adequate", (
        ("tests", "T6", lambda phase, b12_band, symptom_course, depression_course, mma_band, hcy_band, anaemia_status, cause_is_bariatric, bariatric_pregnancy, cause, age_band, folic_acid, folate_status, product_safety, egfr_band, diabetic_nephropathy, renal_diagnosis: b12_band == "adequate" and symptom_course in ("persistent", "worsening") and age_band != "lt18", None),
    )),
    ("C28", "271 confirms", (
        ("mma_band", "B2", None, ("raised",)),
    )),
    ("C28", "271 is on target", (
        ("mma_band", "B2", None, ("on_target",)),
    )),
    ("C29", "10.0 is on target", (
        ("hcy_band", "B1", lambda hcy: hcy is not None and hcy <= 10, None),
        ("hcy_band", "B2", lambda hcy: hcy is not None and hcy > 10, None),
    )),
    ("C30", "A low level alone steps the treatment up", (
        ("escalation", "E2", lambda response_class, current_interval, phase: response_class in ("symptoms_persist", "symptoms_recurred", "level_low") and current_interval == "monthly", None),
        ("escalation", "E2b", lambda response_class, current_interval, phase: response_class in ("symptoms_persist", "symptoms_recurred", "level_low") and current_interval in ("twice_weekly", "weekly", "every_2_weeks") and phase in ("maintenance", "no_loading", None), None),
        ("escalation", "E2c", lambda response_class, current_interval, phase: response_class in ("symptoms_persist", "symptoms_recurred", "level_low") and current_interval in ("twice_weekly", "weekly", "every_2_weeks") and phase in ("loading", "loading_complete"), None),
        ("escalation", "E3", lambda response_class, current_interval, phase: response_class in ("symptoms_persist", "symptoms_recurred", "level_low") and current_interval in ("every_2_months", "every_3_months", "longer_than_3_months"), None),
        ("escalation", "E3b", lambda response_class, current_interval, phase: response_class in ("symptoms_persist", "symptoms_recurred", "level_low") and current_interval in ("daily_oral", "none", None), None),
        ("escalation", "E5", lambda response_class, current_interval, phase: response_class in ("functional_deficiency", "anaemia_persists") and current_interval == "monthly", None),
        ("escalation", "E6", lambda response_class, current_interval, phase: response_class in ("functional_deficiency", "anaemia_persists") and current_interval in ("twice_weekly", "weekly", "every_2_weeks") and phase in ("maintenance", "no_loading", None), None),
        ("escalation", "E7", lambda response_class, current_interval, phase: response_class in ("functional_deficiency", "anaemia_persists") and current_interval in ("twice_weekly", "weekly", "every_2_weeks") and phase in ("loading", "loading_complete"), None),
        ("escalation", "E8", lambda response_class, current_interval, phase: response_class in ("functional_deficiency", "anaemia_persists") and current_interval in ("every_2_months", "every_3_months", "longer_than_3_months", "daily_oral", "none", None), None),
    )),
    ("C31", "An individual interval at once, also from intervals longer than monthly", (
        ("escalation", "E3", None, ("individual",)),
        ("interval_relation", "R9", lambda regimen, escalation, neuro_class, in_use, current_interval, product_schedule: regimen in ("IM_MONTHLY", "IM_INDIVIDUAL") and escalation != "none_needed" and in_use == "injections" and current_interval in ("every_2_months", "every_3_months", "longer_than_3_months") and product_schedule in ("fits", "no_schedule", "product_open"), None),
    )),
    ("C32", "Without a settled cause treatment goes on without an end date, and nobody calls it for life", (
        ("duration", "U7", None, ("indefinite",)),
    )),
    ("C33", "Only what is present counts", (
        ("neuro_class", "R2", None, ("none",)),
    )),
    ("C38", "Treatment past loading is enough, whatever the results", (
        ("repleted", "B3", None, (True,)),
        ("repleted", "B4", None, (True,)),
        ("repleted", "B6", None, (True,)),
        ("repleted", "B7", None, (True,)),
        ("repleted", "B8", None, (True,)),
        ("repleted", "B9", None, (True,)),
        ("repleted", "B10", None, (True,)),
    )),
    ("C39", "Pregnancy makes no difference to replacing injections in dietary deficiency", (
        ("discontinuation", "V12", None, ("may_replace_injections_with_oral",)),
        ("oral_option", "O7", None, ("eligible",)),
    )),
    ("C40", "The vitamins follow the yearly checks", (
        ("micronutrient_check", "V3", lambda cause_is_bariatric, age_band, bariatric_pregnancy, trimester_check_done, months_since_micronutrients: cause_is_bariatric is True and age_band != "lt18" and months_since_micronutrients is not None and months_since_micronutrients > 13, None),
        ("micronutrient_check", "V4", lambda cause_is_bariatric, age_band, bariatric_pregnancy, trimester_check_done, months_since_micronutrients: cause_is_bariatric is True and age_band != "lt18" and bariatric_pregnancy != "pregnant" and months_since_micronutrients is not None and months_since_micronutrients < 12, None),
        ("micronutrient_check", "V5", lambda cause_is_bariatric, age_band, bariatric_pregnancy, trimester_check_done, months_since_micronutrients: cause_is_bariatric is True and age_band != "lt18" and bariatric_pregnancy != "pregnant" and months_since_micronutrients is not None and 12 <= months_since_micronutrients <= 13, None),
        ("micronutrient_check", "V7", lambda cause_is_bariatric, age_band, bariatric_pregnancy, trimester_check_done, months_since_micronutrients: cause_is_bariatric is True and age_band != "lt18" and bariatric_pregnancy == "pregnant" and (trimester_check_done is False or trimester_check_done is None) and ((months_since_micronutrients is not None and months_since_micronutrients <= 13) or months_since_micronutrients is None), None),
        ("micronutrient_check", "V8", lambda cause_is_bariatric, age_band, bariatric_pregnancy, trimester_check_done, months_since_micronutrients: cause_is_bariatric is True and age_band != "lt18" and bariatric_pregnancy == "pregnant" and trimester_check_done is True and ((months_since_micronutrients is not None and months_since_micronutrients < 12) or months_since_micronutrients is None), None),
        ("micronutrient_check", "V9", lambda cause_is_bariatric, age_band, bariatric_pregnancy, trimester_check_done, months_since_micronutrients: cause_is_bariatric is True and age_band != "lt18" and bariatric_pregnancy == "pregnant" and trimester_check_done is True and months_since_micronutrients is not None and 12 <= months_since_micronutrients <= 13, None),
    )),
    ("C40", "30 ng/mL counts as 75 nmol/L", (
        ("vitd_band", "B1", lambda vitamin_d: vitamin_d is not None and vitamin_d < _1872_25, None),
        ("vitd_band", "B2", lambda vitamin_d: vitamin_d is not None and vitamin_d >= _1872_25, None),
    )),
    ("C41", "A length that nobody recorded counts as none", (
        ("ileal_band", "B4", None, ("none",)),
        ("crohns_band", "B5", None, ("none",)),
    )),
    ("C45", "Depression that stays counts like symptoms that come back", (
        ("symptom_response", "S5", lambda neuro_status, symptom_course, depression_course, current_interval: symptom_course in ("none_or_resolved", "improving", None) and depression_course in ("recurred", "persistent"), None),
        ("symptom_response", "S6", lambda neuro_status, symptom_course, depression_course, current_interval: symptom_course is None and depression_course in ("none", "improved", None), None),
        ("symptom_response", "S8", lambda neuro_status, symptom_course, depression_course, current_interval: symptom_course in ("none_or_resolved", "improving") and depression_course in ("none", "improved"), None),
    )),
    ("C47", "80 decides", (
        ("age_band", "B2", lambda age_years: age_years is not None and 18 <= age_years <= 80, None),
        ("age_band", "B3", lambda age_years: age_years is not None and age_years > 80, None),
    )),
    ("C49", "A medicine that keeps the deficiency going counts as malabsorption", (
        ("cause_class", "C4", None, ("malabsorption",)),
        ("cause_class", "C4b", None, ("malabsorption",)),
        ("cause_class", "C4c", None, ("malabsorption",)),
    )),
    ("C51", "A medicine beside another main cause makes no difference", (
        ("cause_class", "C4", lambda permanent_cause, cause, absorption_status, medicine_effect, age_rule: permanent_cause is False and cause in ("ppi", "metformin") and absorption_status in ("normal_confirmed", None) and medicine_effect == "qualifying", None),
        ("cause_class", "C5", lambda permanent_cause, cause, absorption_status, medicine_effect, age_rule: permanent_cause is False and cause == "dietary" and absorption_status in ("normal_confirmed", None) and medicine_effect in ("not_taken", "none_recorded", "qualifying"), None),
        ("cause_class", "C4b", None, ("undetermined",)),
        ("cause_class", "C4c", None, ("undetermined",)),
    )),
    ("C52", "The caution holds for injections only", (
        ("product_by_mouth", "M2", None, ("not_named",)),
        ("product_by_mouth", "M3", None, ("not_named",)),
        ("oral_option", "O3", None, ("specialist_only",)),
    )),
    ("C53", "One cause: the checks after bariatric surgery apply to gastric surgery too", (
        ("cause_is_bariatric", "B1", lambda cause, bariatric_procedure: cause in ("bariatric_surgery", "gastric_surgery"), None),
        ("cause_is_bariatric", "B2", lambda cause, bariatric_procedure: cause not in ("bariatric_surgery", "gastric_surgery") and bariatric_procedure is not None and bariatric_procedure != "none", None),
        ("cause_is_bariatric", "B3", lambda cause, bariatric_procedure: cause not in ("bariatric_surgery", "gastric_surgery") and bariatric_procedure in ("none", None), None),
    )),
    ("C55", "Monthly for everybody; every 2 to 3 months (with neurology every 2 months) becomes the alternative", (
        ("regimen", "R10", None, ("IM_MONTHLY", "IM_2_MONTHS")),
        ("regimen", "R11", None, ("IM_MONTHLY", "IM_2_MONTHS")),
        ("regimen", "R12", None, ("IM_MONTHLY", "IM_2_TO_3_MONTHS")),
        ("regimen", "R13", None, ("ORAL_DAILY", "IM_MONTHLY")),
        ("regimen", "R14", None, ("IM_MONTHLY", "ORAL_DAILY")),
        ("regimen", "R15", None, ("IM_MONTHLY", "IM_2_TO_3_MONTHS")),
    )),
    ("C56", "Not part of a check while there are no symptoms", (
        ("tests", "T4", lambda phase, b12_band, symptom_course, depression_course, mma_band, hcy_band, anaemia_status, cause_is_bariatric, bariatric_pregnancy, cause, age_band, folic_acid, folate_status, product_safety, egfr_band, diabetic_nephropathy, renal_diagnosis: symptom_course in ("persistent", "worsening", "recurred") and age_band != "lt18", None),
    )),
    ("C57", "An inadequate diet does not stand in the way, because the tablet makes up for it", (
        ("missing_condition", "K2", lambda biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record: biochemical_correction is True and dietary_intake is None, None),
        ("missing_condition", "K3", lambda biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record: biochemical_correction is True and dietary_intake in ("adequate", "inadequate") and absorption_status in ("impaired", None), None),
        ("missing_condition", "K4", lambda biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record: biochemical_correction is True and dietary_intake in ("adequate", "inadequate") and absorption_status == "normal_confirmed" and response_class not in ("responding", "anaemia_persists", "function_not_shown"), None),
        ("missing_condition", "K5", lambda biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record: biochemical_correction is True and dietary_intake in ("adequate", "inadequate") and absorption_status == "normal_confirmed" and response_class == "responding" and depression_course != "persistent" and b12_band in ("low", "borderline", "not_measured"), None),
        ("missing_condition", "K6", lambda biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record: biochemical_correction is True and dietary_intake in ("adequate", "inadequate") and absorption_status == "normal_confirmed" and response_class == "responding" and depression_course != "persistent" and b12_band == "adequate" and mma_band in ("at_limit", "raised"), None),
        ("missing_condition", "K7", lambda biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record: biochemical_correction is True and dietary_intake in ("adequate", "inadequate") and absorption_status == "normal_confirmed" and response_class == "responding" and depression_course != "persistent" and b12_band == "adequate" and mma_band in ("on_target", "not_measured") and check_record in ("current", "not_known"), None),
        ("missing_condition", "K8", lambda biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record: biochemical_correction is True and dietary_intake in ("adequate", "inadequate") and absorption_status == "normal_confirmed" and response_class == "anaemia_persists", None),
        ("missing_condition", "K9", lambda biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record: biochemical_correction is True and dietary_intake in ("adequate", "inadequate") and absorption_status == "normal_confirmed" and response_class == "function_not_shown", None),
        ("missing_condition", "K10", lambda biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record: biochemical_correction is True and dietary_intake in ("adequate", "inadequate") and absorption_status == "normal_confirmed" and response_class == "responding" and depression_course != "persistent" and b12_band == "adequate" and mma_band in ("on_target", "not_measured") and check_record in ("overdue", "none_yet"), None),
        ("missing_condition", "K11", lambda biochemical_correction, dietary_intake, absorption_status, response_class, depression_course, b12_band, mma_band, check_record: biochemical_correction is True and dietary_intake in ("adequate", "inadequate") and absorption_status == "normal_confirmed" and response_class == "responding" and depression_course == "persistent", None),
    )),
    ("C58", "Every 3 to 6 months also while things are not stable", (
        ("monitor_track", "M5", None, ("every_3_to_6_months",)),
    )),
)
"""The other readings of the disagreements, as (disagreement, in words, edits): of each edited rule its decision, its ID,
what it asks for where that is another, over what its decision looks at, and what it gives where that is another."""

SHORT_HEADLINE = "[{product_safety}. ]{action}[: {product_im} {dose} {route}ly {regimen}][: {dose} by mouth every {interval_min.code}]."
"""The headline where there is little room: a template."""

SHORT: dict[str, dict[str, str]] = {
    "warning": {
        "W31": "Signs of the spinal cord (weakness, unsteady walking, bladder) or of the optic nerve (sight) need somebody on the same day",
        "W28": "Before folic acid, show that B12 is adequate: correction, a level of today, MMA where anaemia persists or homocysteine is high",
    },
}
"""For fields the values that have other words where there is little room."""


def action_O01(action: Any, regimen: Any, product_im: Any) -> bool:
    """Hydroxocobalamin 1 mg into a muscle every 2 to 3 months"""
    return bool(action in ("start_maintenance", "switch_to_injections", "increase_frequency", "continue_interval") and regimen == "IM_2_TO_3_MONTHS" and product_im == "hydroxocobalamin")


def action_O02(action: Any, regimen: Any, product_im: Any) -> bool:
    """Hydroxocobalamin 1 mg into a muscle every 2 months"""
    return bool(action in ("start_maintenance", "switch_to_injections", "increase_frequency", "continue_interval") and regimen == "IM_2_MONTHS" and product_im == "hydroxocobalamin")


def action_O03(action: Any, regimen: Any, product_im: Any) -> bool:
    """Hydroxocobalamin 1 mg into a muscle every month"""
    return bool(action in ("start_maintenance", "switch_to_injections", "increase_frequency", "continue_interval") and regimen == "IM_MONTHLY" and product_im == "hydroxocobalamin")


def action_O04(action: Any, regimen: Any, product_im: Any) -> bool:
    """Hydroxocobalamin 1 mg into a muscle every 1 to 2 weeks"""
    return bool(action in ("start_maintenance", "switch_to_injections", "increase_frequency", "continue_interval") and regimen == "IM_1_TO_2_WEEKS" and product_im == "hydroxocobalamin")


def action_O05(action: Any, regimen: Any, product_im: Any) -> bool:
    """Hydroxocobalamin 1 mg into a muscle, the interval set on symptoms"""
    return bool(action in ("start_maintenance", "switch_to_injections", "increase_frequency", "continue_interval") and regimen == "IM_INDIVIDUAL" and product_im == "hydroxocobalamin")


def action_O06(action: Any, regimen_alternative: Any, product_im: Any) -> bool:
    """The alternative: hydroxocobalamin every 2 to 3 months"""
    return bool(action in ("start_maintenance", "switch_to_injections", "increase_frequency", "continue_interval") and regimen_alternative == "IM_2_TO_3_MONTHS" and product_im == "hydroxocobalamin")


def action_O07(action: Any, regimen_alternative: Any, product_im: Any) -> bool:
    """The alternative: hydroxocobalamin every 2 months"""
    return bool(action in ("start_maintenance", "switch_to_injections", "increase_frequency", "continue_interval") and regimen_alternative == "IM_2_MONTHS" and product_im == "hydroxocobalamin")


def action_O08(action: Any, regimen_alternative: Any, product_im: Any) -> bool:
    """The alternative: hydroxocobalamin every month"""
    return bool(action in ("start_maintenance", "switch_to_injections", "increase_frequency", "continue_interval") and regimen_alternative == "IM_MONTHLY" and product_im == "hydroxocobalamin")


def action_O09(action: Any, regimen_alternative: Any, product_im: Any) -> bool:
    """The alternative: hydroxocobalamin at an interval set on symptoms"""
    return bool(action in ("start_maintenance", "switch_to_injections", "increase_frequency", "continue_interval") and regimen_alternative == "IM_INDIVIDUAL" and product_im == "hydroxocobalamin")


def action_O20(renal_class: Any, age_band: Any) -> bool:
    """No cyanocobalamin where the kidneys are impaired"""
    return bool(renal_class == "impaired" and age_band is not None and age_band != "lt18")


def action_O21(renal_class: Any, age_band: Any) -> bool:
    """Before cyanocobalamin, check the kidneys"""
    return bool(renal_class is None and age_band is not None and age_band != "lt18")


def action_O22(repleted: Any, pregnancy_status: Any, age_band: Any) -> bool:
    """No folic acid without adequate B12 treatment"""
    return bool(repleted is False and pregnancy_status not in ("planning", "pregnant") and age_band is not None and age_band != "lt18")


def action_O23(repleted: Any, pregnancy_status: Any, age_band: Any) -> bool:
    """Before folic acid, show that B12 is adequate"""
    return bool(repleted is None and pregnancy_status not in ("planning", "pregnant") and age_band is not None and age_band != "lt18")


def action_O40(due_status: Any, test_item: Any) -> bool:
    """Measure serum B12"""
    return bool(due_status in ("due", "overdue") and test_item is not None and "serum_b12" in test_item)


def action_O41(due_status: Any, test_item: Any) -> bool:
    """Complete blood count with MCV"""
    return bool(due_status in ("due", "overdue") and test_item is not None and "blood_count" in test_item)


def action_O42(due_status: Any, test_item: Any) -> bool:
    """Measure homocysteine"""
    return bool(due_status in ("due", "overdue") and test_item is not None and "homocysteine" in test_item)


def action_O43(due_status: Any, test_item: Any) -> bool:
    """Measure methylmalonic acid"""
    return bool(due_status in ("due", "overdue") and ((test_item is not None and "mma_borderline" in test_item) or (test_item is not None and "mma_symptoms" in test_item) or (test_item is not None and "mma_recurred" in test_item) or (test_item is not None and "mma_low" in test_item) or (test_item is not None and "mma_again" in test_item) or (test_item is not None and "mma_homocysteine" in test_item) or (test_item is not None and "mma_anaemia" in test_item)))


def action_O44(due_status: Any, test_item: Any) -> bool:
    """Measure ferritin"""
    return bool(due_status in ("due", "overdue") and test_item is not None and "iron_studies" in test_item)


def action_O45(due_status: Any, test_item: Any) -> bool:
    """Measure transferrin saturation"""
    return bool(due_status in ("due", "overdue") and test_item is not None and "iron_studies" in test_item)


def action_O46(due_status: Any, test_item: Any) -> bool:
    """Measure serum folate"""
    return bool(due_status in ("due", "overdue") and test_item is not None and "serum_folate" in test_item)


def action_O47(due_status: Any, test_item: Any) -> bool:
    """Estimate the glomerular filtration rate"""
    return bool(due_status in ("due", "overdue") and test_item is not None and "egfr" in test_item)


def action_O60() -> bool:
    """A specialist has set another treatment"""
    return True


def action_O61() -> bool:
    """The patient declines"""
    return True


def action_O62() -> bool:
    """The record is not as the patient is"""
    return True


ACTIONS: tuple[tuple[str, tuple[str, ...], Callable[..., bool], tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]], ...] = (
    (
        "O01", ("action", "regimen", "product_im"), action_O01,
        (("order", "Hydroxocobalamin 1 mg into a muscle every 2 to 3 months", "", "MedicationRequest"), ("1", "1", "mg", "kg 1000000", "g 1000", "ug 1/1000", "ng 1/1000000"), ("2", "3", "mo", "a 12"), ("http://snomed.info/sct", "78421000", "Intramuscular route"), ("Action: Start maintenance; Switch to injections; Increase the frequency; Continue the current interval with another product", "Regimen: Every 2 to 3 months", "Product for injection: Hydroxocobalamin")),
        (("http://www.whocc.no/atc", "B03BA03", "Hydroxocobalamin"),),
    ),
    (
        "O02", ("action", "regimen", "product_im"), action_O02,
        (("order", "Hydroxocobalamin 1 mg into a muscle every 2 months", "", "MedicationRequest"), ("1", "1", "mg", "kg 1000000", "g 1000", "ug 1/1000", "ng 1/1000000"), ("2", "2", "mo", "a 12"), ("http://snomed.info/sct", "78421000", "Intramuscular route"), ("Action: Start maintenance; Switch to injections; Increase the frequency; Continue the current interval with another product", "Regimen: Every 2 months by injection", "Product for injection: Hydroxocobalamin")),
        (("http://www.whocc.no/atc", "B03BA03", "Hydroxocobalamin"),),
    ),
    (
        "O03", ("action", "regimen", "product_im"), action_O03,
        (("order", "Hydroxocobalamin 1 mg into a muscle every month", "", "MedicationRequest"), ("1", "1", "mg", "kg 1000000", "g 1000", "ug 1/1000", "ng 1/1000000"), ("1", "1", "mo", "a 12"), ("http://snomed.info/sct", "78421000", "Intramuscular route"), ("Action: Start maintenance; Switch to injections; Increase the frequency; Continue the current interval with another product", "Regimen: Monthly by injection", "Product for injection: Hydroxocobalamin")),
        (("http://www.whocc.no/atc", "B03BA03", "Hydroxocobalamin"),),
    ),
    (
        "O04", ("action", "regimen", "product_im"), action_O04,
        (("order", "Hydroxocobalamin 1 mg into a muscle every 1 to 2 weeks", "", "MedicationRequest"), ("1", "1", "mg", "kg 1000000", "g 1000", "ug 1/1000", "ng 1/1000000"), ("1", "2", "wk", "h 1/168", "d 1/7"), ("http://snomed.info/sct", "78421000", "Intramuscular route"), ("Action: Start maintenance; Switch to injections; Increase the frequency; Continue the current interval with another product", "Regimen: Every 1 to 2 weeks", "Product for injection: Hydroxocobalamin")),
        (("http://www.whocc.no/atc", "B03BA03", "Hydroxocobalamin"),),
    ),
    (
        "O05", ("action", "regimen", "product_im"), action_O05,
        (("order", "Hydroxocobalamin 1 mg into a muscle, the interval set on symptoms", "", "MedicationRequest"), ("1", "1", "mg", "kg 1000000", "g 1000", "ug 1/1000", "ng 1/1000000"), (), ("http://snomed.info/sct", "78421000", "Intramuscular route"), ("Action: Start maintenance; Switch to injections; Increase the frequency; Continue the current interval with another product", "Regimen: Individual interval", "Product for injection: Hydroxocobalamin")),
        (("http://www.whocc.no/atc", "B03BA03", "Hydroxocobalamin"),),
    ),
    (
        "O06", ("action", "regimen_alternative", "product_im"), action_O06,
        (("fits", "The alternative: hydroxocobalamin every 2 to 3 months", "", "MedicationRequest"), ("1", "1", "mg", "kg 1000000", "g 1000", "ug 1/1000", "ng 1/1000000"), ("2", "3", "mo", "a 12"), ("http://snomed.info/sct", "78421000", "Intramuscular route"), ("Action: Start maintenance; Switch to injections; Increase the frequency; Continue the current interval with another product", "Alternative regimen: Every 2 to 3 months", "Product for injection: Hydroxocobalamin")),
        (("http://www.whocc.no/atc", "B03BA03", "Hydroxocobalamin"),),
    ),
    (
        "O07", ("action", "regimen_alternative", "product_im"), action_O07,
        (("fits", "The alternative: hydroxocobalamin every 2 months", "", "MedicationRequest"), ("1", "1", "mg", "kg 1000000", "g 1000", "ug 1/1000", "ng 1/1000000"), ("2", "2", "mo", "a 12"), ("http://snomed.info/sct", "78421000", "Intramuscular route"), ("Action: Start maintenance; Switch to injections; Increase the frequency; Continue the current interval with another product", "Alternative regimen: Every 2 months by injection", "Product for injection: Hydroxocobalamin")),
        (("http://www.whocc.no/atc", "B03BA03", "Hydroxocobalamin"),),
    ),
    (
        "O08", ("action", "regimen_alternative", "product_im"), action_O08,
        (("fits", "The alternative: hydroxocobalamin every month", "", "MedicationRequest"), ("1", "1", "mg", "kg 1000000", "g 1000", "ug 1/1000", "ng 1/1000000"), ("1", "1", "mo", "a 12"), ("http://snomed.info/sct", "78421000", "Intramuscular route"), ("Action: Start maintenance; Switch to injections; Increase the frequency; Continue the current interval with another product", "Alternative regimen: Monthly by injection", "Product for injection: Hydroxocobalamin")),
        (("http://www.whocc.no/atc", "B03BA03", "Hydroxocobalamin"),),
    ),
    (
        "O09", ("action", "regimen_alternative", "product_im"), action_O09,
        (("fits", "The alternative: hydroxocobalamin at an interval set on symptoms", "", "MedicationRequest"), ("1", "1", "mg", "kg 1000000", "g 1000", "ug 1/1000", "ng 1/1000000"), (), ("http://snomed.info/sct", "78421000", "Intramuscular route"), ("Action: Start maintenance; Switch to injections; Increase the frequency; Continue the current interval with another product", "Alternative regimen: Individual interval", "Product for injection: Hydroxocobalamin")),
        (("http://www.whocc.no/atc", "B03BA03", "Hydroxocobalamin"),),
    ),
    (
        "O20", ("renal_class", "age_band"), action_O20,
        (("do not order", "No cyanocobalamin where the kidneys are impaired", "Hydroxocobalamin or methylcobalamin is preferred.", "MedicationRequest"), (), (), (), ("Renal function: Impaired", "Age band: not(Under 18)")),
        (("http://www.whocc.no/atc", "B03BA01", "Cyanocobalamin"),),
    ),
    (
        "O21", ("renal_class", "age_band"), action_O21,
        (("do not order", "Before cyanocobalamin, check the kidneys", "What is not known about the kidneys is treated as impaired until it is known.", "MedicationRequest"), (), (), (), ("Renal function: unknown", "Age band: not(Under 18)")),
        (("http://www.whocc.no/atc", "B03BA01", "Cyanocobalamin"),),
    ),
    (
        "O22", ("repleted", "pregnancy_status", "age_band"), action_O22,
        (("do not order", "No folic acid without adequate B12 treatment", "It can mask the deficiency while irreversible cord damage progresses.", "MedicationRequest"), (), (), (), ("B12 replete: no", "Pregnancy: not(Planning pregnancy, Pregnant); unknown", "Age band: not(Under 18)")),
        (("http://www.whocc.no/atc", "B03BB01", "Folic acid"),),
    ),
    (
        "O23", ("repleted", "pregnancy_status", "age_band"), action_O23,
        (("do not order", "Before folic acid, show that B12 is adequate", "The correction documented, a level of today, and MMA where anaemia persists or homocysteine is high.", "MedicationRequest"), (), (), (), ("B12 replete: unknown", "Pregnancy: not(Planning pregnancy, Pregnant); unknown", "Age band: not(Under 18)")),
        (("http://www.whocc.no/atc", "B03BB01", "Folic acid"),),
    ),
    (
        "O40", ("due_status", "test_item"), action_O40,
        (("order", "Measure serum B12", "", "ServiceRequest"), (), (), (), ("Next check status: Due; Overdue", "Test or review: includes Serum B12")),
        (("http://loinc.org", "2132-9", "Cobalamin (Vitamin B12) in serum or plasma"), ("http://loinc.org", "14685-2", "")),
    ),
    (
        "O41", ("due_status", "test_item"), action_O41,
        (("order", "Complete blood count with MCV", "", "ServiceRequest"), (), (), (), ("Next check status: Due; Overdue", "Test or review: includes Complete blood count with MCV")),
        (("http://loinc.org", "58410-2", "Complete blood count panel"),),
    ),
    (
        "O42", ("due_status", "test_item"), action_O42,
        (("order", "Measure homocysteine", "", "ServiceRequest"), (), (), (), ("Next check status: Due; Overdue", "Test or review: includes Homocysteine")),
        (("http://loinc.org", "13965-9", "Homocysteine in serum or plasma"),),
    ),
    (
        "O43", ("due_status", "test_item"), action_O43,
        (("order", "Measure methylmalonic acid", "", "ServiceRequest"), (), (), (), ("Next check status: Due; Overdue", "Test or review: includes MMA because B12 is borderline; includes MMA because symptoms persist; includes \"MMA because symptoms or depression are back\"; includes MMA because B12 remains low; includes MMA again because the last result was not on target; includes MMA because homocysteine is above target; includes MMA because anaemia persists")),
        (("http://loinc.org", "13964-2", "Methylmalonate in serum or plasma"),),
    ),
    (
        "O44", ("due_status", "test_item"), action_O44,
        (("order", "Measure ferritin", "", "ServiceRequest"), (), (), (), ("Next check status: Due; Overdue", "Test or review: includes Ferritin and transferrin saturation")),
        (("http://loinc.org", "2276-4", "Ferritin in serum or plasma"),),
    ),
    (
        "O45", ("due_status", "test_item"), action_O45,
        (("order", "Measure transferrin saturation", "", "ServiceRequest"), (), (), (), ("Next check status: Due; Overdue", "Test or review: includes Ferritin and transferrin saturation")),
        (("http://loinc.org", "2502-3", "Iron saturation in serum or plasma"),),
    ),
    (
        "O46", ("due_status", "test_item"), action_O46,
        (("order", "Measure serum folate", "", "ServiceRequest"), (), (), (), ("Next check status: Due; Overdue", "Test or review: includes Serum folate")),
        (("http://loinc.org", "2284-8", "Folate in serum or plasma"),),
    ),
    (
        "O47", ("due_status", "test_item"), action_O47,
        (("order", "Estimate the glomerular filtration rate", "", "ServiceRequest"), (), (), (), ("Next check status: Due; Overdue", "Test or review: includes eGFR")),
        (("http://loinc.org", "98979-8", "Glomerular filtration rate"), ("http://loinc.org", "62238-1", "")),
    ),
    (
        "O60", (), action_O60,
        (("reason", "A specialist has set another treatment", "", ""), (), (), (), ()),
        (),
    ),
    (
        "O61", (), action_O61,
        (("reason", "The patient declines", "", ""), (), (), (), ()),
        (),
    ),
    (
        "O62", (), action_O62,
        (("reason", "The record is not as the patient is", "Something that the tables rest on is entered wrongly or is missing.", ""), (), (), (), ()),
        (),
    ),
)
"""What a record's system is told of orders, row by row: its ID, the fields that it asks about, whom it is for; what it
does, its label, detail and resource, the dose, how often, the route, the lines of When; the codes of what is ordered."""

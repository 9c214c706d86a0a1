# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Case: what is known of one patient or thing, as typed arguments."""

from __future__ import annotations

from b12tables.runtime.case import NOT_STATED, BaseCase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from fractions import Fraction
    from typing import Any, Literal, TypedDict, Unpack

    from b12tables.runtime.case import _NotStated
    from b12tables.runtime.values import Quantity

    from . import values


if TYPE_CHECKING:

    class Stated(TypedDict, total=False):
        """What may be stated of a case, as arguments by name."""

        cause: values.CauseCode | values.Cause | Literal["unknown"] | _NotStated | None
        ileal_resection_cm: float | Decimal | Fraction | str | Quantity | _NotStated | None
        crohns_ileal_cm: float | Decimal | Fraction | str | Quantity | _NotStated | None
        bariatric_procedure: values.BariatricProcedureCode | values.BariatricProcedure | Literal["unknown"] | _NotStated | None
        drug_ongoing: values.DrugOngoingCode | values.DrugOngoing | Literal["unknown"] | _NotStated | None
        drug_exposure_months: float | Decimal | Fraction | str | Quantity | _NotStated | None
        deficiency_confirmed: bool | Literal["yes", "no", "unknown"] | _NotStated | None
        absorption_status: values.AbsorptionStatusCode | values.AbsorptionStatus | Literal["unknown"] | _NotStated | None
        dietary_intake: values.DietaryIntakeCode | values.DietaryIntake | Literal["unknown"] | _NotStated | None
        date_of_birth: date | str | _NotStated | None
        age_years: float | Decimal | Fraction | str | Quantity | _NotStated | None
        neuro_status: values.NeuroStatusCode | values.NeuroStatus | Literal["unknown"] | _NotStated | None
        symptom_course: values.SymptomCourseCode | values.SymptomCourse | Literal["unknown"] | _NotStated | None
        depression_course: values.DepressionCourseCode | values.DepressionCourse | Literal["unknown"] | _NotStated | None
        renal_diagnosis: values.RenalDiagnosisCode | values.RenalDiagnosis | Literal["unknown"] | _NotStated | None
        egfr: float | Decimal | Fraction | str | Quantity | _NotStated | None
        diabetic_nephropathy: bool | Literal["yes", "no", "unknown"] | _NotStated | None
        pregnancy_status: values.PregnancyStatusCode | values.PregnancyStatus | Literal["unknown"] | _NotStated | None
        folic_acid: values.FolicAcidCode | values.FolicAcid | Literal["unknown"] | _NotStated | None
        folate_status: values.FolateStatusCode | values.FolateStatus | Literal["unknown"] | _NotStated | None
        iron_status: values.IronStatusCode | values.IronStatus | Literal["unknown"] | _NotStated | None
        phase: values.PhaseCode | values.Phase | Literal["unknown"] | _NotStated | None
        treatment_started: date | str | _NotStated | None
        months_since_start: float | Decimal | Fraction | str | Quantity | _NotStated | None
        maintenance_started: date | str | _NotStated | None
        months_since_maintenance_start: float | Decimal | Fraction | str | Quantity | _NotStated | None
        check_done: bool | Literal["yes", "no", "unknown"] | _NotStated | None
        trimester_check_done: bool | Literal["yes", "no", "unknown"] | _NotStated | None
        last_check_date: date | str | _NotStated | None
        months_since_last_check: float | Decimal | Fraction | str | Quantity | _NotStated | None
        last_check_month: float | Decimal | Fraction | str | Quantity | _NotStated | None
        maintenance_start_month: float | Decimal | Fraction | str | Quantity | _NotStated | None
        micronutrients_date: date | str | _NotStated | None
        months_since_micronutrients: float | Decimal | Fraction | str | Quantity | _NotStated | None
        consecutive_normal_checks: float | Decimal | Fraction | str | Quantity | _NotStated | None
        biochemical_correction: bool | Literal["yes", "no", "unknown"] | _NotStated | None
        current_product: values.CurrentProductCode | values.CurrentProduct | Literal["unknown"] | _NotStated | None
        current_route: values.CurrentRouteCode | values.CurrentRoute | Literal["unknown"] | _NotStated | None
        current_interval: values.CurrentIntervalCode | values.CurrentInterval | Literal["unknown"] | _NotStated | None
        b12: str | Quantity | _NotStated | None
        mma: str | Quantity | _NotStated | None
        hcy: str | Quantity | _NotStated | None
        vitamin_d: str | Quantity | _NotStated | None
        cbc_status: values.CbcStatusCode | values.CbcStatus | Literal["unknown"] | _NotStated | None


class Case(BaseCase):
    """The inputs. `None` and `"unknown"` say that a field is not known."""

    __slots__ = ()

    def __init__(
        self,
        *,
        cause: values.CauseCode | values.Cause | Literal["unknown"] | _NotStated | None = NOT_STATED,
        ileal_resection_cm: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        crohns_ileal_cm: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        bariatric_procedure: values.BariatricProcedureCode | values.BariatricProcedure | Literal["unknown"] | _NotStated | None = NOT_STATED,
        drug_ongoing: values.DrugOngoingCode | values.DrugOngoing | Literal["unknown"] | _NotStated | None = NOT_STATED,
        drug_exposure_months: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        deficiency_confirmed: bool | Literal["yes", "no", "unknown"] | _NotStated | None = NOT_STATED,
        absorption_status: values.AbsorptionStatusCode | values.AbsorptionStatus | Literal["unknown"] | _NotStated | None = NOT_STATED,
        dietary_intake: values.DietaryIntakeCode | values.DietaryIntake | Literal["unknown"] | _NotStated | None = NOT_STATED,
        date_of_birth: date | str | _NotStated | None = NOT_STATED,
        age_years: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        neuro_status: values.NeuroStatusCode | values.NeuroStatus | Literal["unknown"] | _NotStated | None = NOT_STATED,
        symptom_course: values.SymptomCourseCode | values.SymptomCourse | Literal["unknown"] | _NotStated | None = NOT_STATED,
        depression_course: values.DepressionCourseCode | values.DepressionCourse | Literal["unknown"] | _NotStated | None = NOT_STATED,
        renal_diagnosis: values.RenalDiagnosisCode | values.RenalDiagnosis | Literal["unknown"] | _NotStated | None = NOT_STATED,
        egfr: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        diabetic_nephropathy: bool | Literal["yes", "no", "unknown"] | _NotStated | None = NOT_STATED,
        pregnancy_status: values.PregnancyStatusCode | values.PregnancyStatus | Literal["unknown"] | _NotStated | None = NOT_STATED,
        folic_acid: values.FolicAcidCode | values.FolicAcid | Literal["unknown"] | _NotStated | None = NOT_STATED,
        folate_status: values.FolateStatusCode | values.FolateStatus | Literal["unknown"] | _NotStated | None = NOT_STATED,
        iron_status: values.IronStatusCode | values.IronStatus | Literal["unknown"] | _NotStated | None = NOT_STATED,
        phase: values.PhaseCode | values.Phase | Literal["unknown"] | _NotStated | None = NOT_STATED,
        treatment_started: date | str | _NotStated | None = NOT_STATED,
        months_since_start: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        maintenance_started: date | str | _NotStated | None = NOT_STATED,
        months_since_maintenance_start: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        check_done: bool | Literal["yes", "no", "unknown"] | _NotStated | None = NOT_STATED,
        trimester_check_done: bool | Literal["yes", "no", "unknown"] | _NotStated | None = NOT_STATED,
        last_check_date: date | str | _NotStated | None = NOT_STATED,
        months_since_last_check: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        last_check_month: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        maintenance_start_month: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        micronutrients_date: date | str | _NotStated | None = NOT_STATED,
        months_since_micronutrients: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        consecutive_normal_checks: float | Decimal | Fraction | str | Quantity | _NotStated | None = NOT_STATED,
        biochemical_correction: bool | Literal["yes", "no", "unknown"] | _NotStated | None = NOT_STATED,
        current_product: values.CurrentProductCode | values.CurrentProduct | Literal["unknown"] | _NotStated | None = NOT_STATED,
        current_route: values.CurrentRouteCode | values.CurrentRoute | Literal["unknown"] | _NotStated | None = NOT_STATED,
        current_interval: values.CurrentIntervalCode | values.CurrentInterval | Literal["unknown"] | _NotStated | None = NOT_STATED,
        b12: str | Quantity | _NotStated | None = NOT_STATED,
        mma: str | Quantity | _NotStated | None = NOT_STATED,
        hcy: str | Quantity | _NotStated | None = NOT_STATED,
        vitamin_d: str | Quantity | _NotStated | None = NOT_STATED,
        cbc_status: values.CbcStatusCode | values.CbcStatus | Literal["unknown"] | _NotStated | None = NOT_STATED,
    ) -> None:
        BaseCase.__init__(
            self,
            cause=cause,
            ileal_resection_cm=ileal_resection_cm,
            crohns_ileal_cm=crohns_ileal_cm,
            bariatric_procedure=bariatric_procedure,
            drug_ongoing=drug_ongoing,
            drug_exposure_months=drug_exposure_months,
            deficiency_confirmed=deficiency_confirmed,
            absorption_status=absorption_status,
            dietary_intake=dietary_intake,
            date_of_birth=date_of_birth,
            age_years=age_years,
            neuro_status=neuro_status,
            symptom_course=symptom_course,
            depression_course=depression_course,
            renal_diagnosis=renal_diagnosis,
            egfr=egfr,
            diabetic_nephropathy=diabetic_nephropathy,
            pregnancy_status=pregnancy_status,
            folic_acid=folic_acid,
            folate_status=folate_status,
            iron_status=iron_status,
            phase=phase,
            treatment_started=treatment_started,
            months_since_start=months_since_start,
            maintenance_started=maintenance_started,
            months_since_maintenance_start=months_since_maintenance_start,
            check_done=check_done,
            trimester_check_done=trimester_check_done,
            last_check_date=last_check_date,
            months_since_last_check=months_since_last_check,
            last_check_month=last_check_month,
            maintenance_start_month=maintenance_start_month,
            micronutrients_date=micronutrients_date,
            months_since_micronutrients=months_since_micronutrients,
            consecutive_normal_checks=consecutive_normal_checks,
            biochemical_correction=biochemical_correction,
            current_product=current_product,
            current_route=current_route,
            current_interval=current_interval,
            b12=b12,
            mma=mma,
            hcy=hcy,
            vitamin_d=vitamin_d,
            cbc_status=cbc_status,
        )

    def replace(self, **changes: Unpack[Stated]) -> Case:
        """The case with some fields stated otherwise; NOT_STATED takes a field away."""
        stated: Any = self._by_name() | changes
        return Case(**stated)

    @property
    def cause(self) -> values.CauseCode | values.Cause | Literal["unknown"] | _NotStated | None:
        """Main cause. What is the main cause of the deficiency? (autoimmune gastritis: choose pernicious
        anaemia) Values: pernicious_anaemia (Pernicious anaemia), ileal_resection (Ileal resection),
        crohns_ileal (Crohn's disease of the ileum), bariatric_surgery (Bariatric surgery), gastric_surgery
        (Gastric surgery), other_malabsorption (Other malabsorption), dietary (Dietary deficiency), ppi
        (Proton pump inhibitor), metformin (Metformin), age_related (Age-related), other (Another cause).
        May be unknown. Several causes at once: record the main one here and the others in the fields for
        lengths, operation, medicine and absorption. They all count. (b12_followup.xlsx · Dictionary · A4)
        """
        return self._of("cause")

    @property
    def ileal_resection_cm(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Ileum resected. How much ileum was resected? 0 = none. (The second source speaks of distal ileum.)
        Unit: cm; also mm, [in_i]. Range: from 0 to 700. May be unknown. (b12_followup.xlsx · Dictionary ·
        A5)
        """
        return self._of("ileal_resection_cm")

    @property
    def crohns_ileal_cm(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Ileum with Crohn's disease. What length of ileum is involved by Crohn's disease? 0 = none. Unit: cm;
        also mm, [in_i]. Range: from 0 to 700. May be unknown. (b12_followup.xlsx · Dictionary · A6)
        """
        return self._of("crohns_ileal_cm")

    @property
    def bariatric_procedure(self) -> values.BariatricProcedureCode | values.BariatricProcedure | Literal["unknown"] | _NotStated | None:
        """Bariatric procedure. Which weight-loss operation, if any? Values: none (No bariatric operation),
        roux_en_y (Roux-en-Y gastric bypass), biliopancreatic_diversion (Biliopancreatic diversion), sleeve
        (Sleeve gastrectomy), gastric_band (Gastric band), other (Another bariatric operation),
        procedure_not_recorded (Procedure not recorded). May be unknown. Unknown counts as no operation,
        unless bariatric surgery is the main cause: then it counts as an operation that is not recorded.
        (b12_followup.xlsx · Dictionary · A7)
        """
        return self._of("bariatric_procedure")

    @property
    def drug_ongoing(self) -> values.DrugOngoingCode | values.DrugOngoing | Literal["unknown"] | _NotStated | None:
        """PPI or metformin now. Is a PPI or metformin being taken now? Values: yes (Taken now), no (No longer
        taken), not_applicable (Never taken). May be unknown. (b12_followup.xlsx · Dictionary · A8)
        """
        return self._of("drug_ongoing")

    @property
    def drug_exposure_months(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Time on PPI or metformin. For how many months has it been taken? Unit: mo; also a, wk. Range: from 0
        to 1200. May be unknown. (b12_followup.xlsx · Dictionary · A9)
        """
        return self._of("drug_exposure_months")

    @property
    def deficiency_confirmed(self) -> bool | Literal["yes", "no", "unknown"] | _NotStated | None:
        """Deficiency confirmed. Was the deficiency confirmed by laboratory results? May be unknown.
        (b12_followup.xlsx · Dictionary · A10)
        """
        return self._of("deficiency_confirmed")

    @property
    def absorption_status(self) -> values.AbsorptionStatusCode | values.AbsorptionStatus | Literal["unknown"] | _NotStated | None:
        """Absorption. Is intrinsic factor normal and malabsorption excluded? Values: normal_confirmed
        (Confirmed normal), impaired (Impaired). May be unknown. (b12_followup.xlsx · Dictionary · A11)
        """
        return self._of("absorption_status")

    @property
    def dietary_intake(self) -> values.DietaryIntakeCode | values.DietaryIntake | Literal["unknown"] | _NotStated | None:
        """Dietary intake. Has dietary intake improved, and does it remain adequate? Values: adequate
        (Adequate), inadequate (Inadequate). May be unknown. (b12_followup.xlsx · Dictionary · A12)
        """
        return self._of("dietary_intake")

    @property
    def date_of_birth(self) -> date | str | _NotStated | None:
        """Date of birth. Date of birth? May be unknown. (b12_followup.xlsx · Dictionary · A13)"""
        return self._of("date_of_birth")

    @property
    def age_years(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Age. Age in years? Unit: a. Range: from 0 to 120. When not stated: years from date_of_birth to
        today. May be unknown. Under 18 is outside the sources. (b12_followup.xlsx · Dictionary · A14)
        """
        return self._of("age_years")

    @property
    def neuro_status(self) -> values.NeuroStatusCode | values.NeuroStatus | Literal["unknown"] | _NotStated | None:
        """Neurological involvement. Any neurological involvement now or in the past? (paraesthesia, numbness,
        gait disturbance, cognitive change) Values: none (None), resolved (Resolved), present (Present). May
        be unknown. (b12_followup.xlsx · Dictionary · A15)
        """
        return self._of("neuro_status")

    @property
    def symptom_course(self) -> values.SymptomCourseCode | values.SymptomCourse | Literal["unknown"] | _NotStated | None:
        """Course of symptoms. How have the symptoms of deficiency developed on treatment? Values:
        none_or_resolved (Symptom-free), improving (Improving), persistent (Persistent), worsening
        (Worsening), recurred (Recurred). May be unknown. (b12_followup.xlsx · Dictionary · A16)
        """
        return self._of("symptom_course")

    @property
    def depression_course(self) -> values.DepressionCourseCode | values.DepressionCourse | Literal["unknown"] | _NotStated | None:
        """Course of depression. If depression was part of the picture, how has it developed? Values: none (No
        depression), improved (Improved), persistent (Persistent), recurred (Recurred). May be unknown.
        (b12_followup.xlsx · Dictionary · A17)
        """
        return self._of("depression_course")

    @property
    def renal_diagnosis(self) -> values.RenalDiagnosisCode | values.RenalDiagnosis | Literal["unknown"] | _NotStated | None:
        """Kidney disease. Any chronic kidney disease or dialysis? Values: none (No kidney disease), ckd
        (Chronic kidney disease), dialysis (Dialysis). May be unknown. (b12_followup.xlsx · Dictionary ·
        A18)
        """
        return self._of("renal_diagnosis")

    @property
    def egfr(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """eGFR. Latest eGFR? Unit: mL/min/{1.73_m2}; also mL/s/{1.73_m2}. Range: from 0 to 200. May be
        unknown. A number without a unit is read as mL/min/1.73 m2, as laboratories print it. Written
        without its unit, a value in mL/s would be read as far too low, which is the cautious side.
        (b12_followup.xlsx · Dictionary · A19)
        """
        return self._of("egfr")

    @property
    def diabetic_nephropathy(self) -> bool | Literal["yes", "no", "unknown"] | _NotStated | None:
        """Diabetic nephropathy. Is there diabetic nephropathy? May be unknown. (b12_followup.xlsx · Dictionary
        · A20)
        """
        return self._of("diabetic_nephropathy")

    @property
    def pregnancy_status(self) -> values.PregnancyStatusCode | values.PregnancyStatus | Literal["unknown"] | _NotStated | None:
        """Pregnancy. Pregnant, planning pregnancy, or breastfeeding? Values: not_applicable (Does not apply),
        not_pregnant (No pregnancy), planning (Planning pregnancy), pregnant (Pregnant), breastfeeding
        (Breastfeeding). May be unknown. (b12_followup.xlsx · Dictionary · A21)
        """
        return self._of("pregnancy_status")

    @property
    def folic_acid(self) -> values.FolicAcidCode | values.FolicAcid | Literal["unknown"] | _NotStated | None:
        """Folic acid. Is folic acid planned or taken? Values: not_planned (No folic acid), planned (Planned),
        taking (Taken now). May be unknown. (b12_followup.xlsx · Dictionary · A22)
        """
        return self._of("folic_acid")

    @property
    def folate_status(self) -> values.FolateStatusCode | values.FolateStatus | Literal["unknown"] | _NotStated | None:
        """Folate status. Is folate deficiency documented? Values: deficient_documented (Deficiency
        documented), not_deficient (No deficiency). May be unknown. (b12_followup.xlsx · Dictionary · A23)
        """
        return self._of("folate_status")

    @property
    def iron_status(self) -> values.IronStatusCode | values.IronStatus | Literal["unknown"] | _NotStated | None:
        """Iron status. Is there iron deficiency, judged by ferritin and transferrin saturation? Values:
        deficient (Iron deficiency), replete (Iron sufficient). May be unknown. The sources give no cut-offs
        for iron. (b12_followup.xlsx · Dictionary · A24)
        """
        return self._of("iron_status")

    @property
    def phase(self) -> values.PhaseCode | values.Phase | Literal["unknown"] | _NotStated | None:
        """Phase of treatment. Is the loading course running, complete, never given, or is the patient on
        maintenance? Values: loading (Loading), loading_complete (Loading complete), maintenance
        (Maintenance), no_loading (No loading given). May be unknown. (b12_followup.xlsx · Dictionary · A25)
        """
        return self._of("phase")

    @property
    def treatment_started(self) -> date | str | _NotStated | None:
        """Start of treatment. When did treatment start? May be unknown. (b12_followup.xlsx · Dictionary · A26)"""
        return self._of("treatment_started")

    @property
    def months_since_start(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Months since start. How many months since the start of treatment? Unit: mo; also a, wk. Range: from
        0 to 1200. When not stated: months from treatment_started to today. May be unknown. The clock runs
        from the start of treatment (conflict C19). (b12_followup.xlsx · Dictionary · A27)
        """
        return self._of("months_since_start")

    @property
    def maintenance_started(self) -> date | str | _NotStated | None:
        """Start of maintenance. When did maintenance start? May be unknown. (b12_followup.xlsx · Dictionary ·
        A28)
        """
        return self._of("maintenance_started")

    @property
    def months_since_maintenance_start(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Months on maintenance. How many months since the start of maintenance? Unit: mo; also a, wk. Range:
        from 0 to 1200. When not stated: months from maintenance_started to today. May be unknown. Shown and
        checked; it does not set the clock (conflict C19). (b12_followup.xlsx · Dictionary · A29)
        """
        return self._of("months_since_maintenance_start")

    @property
    def check_done(self) -> bool | Literal["yes", "no", "unknown"] | _NotStated | None:
        """Checked on treatment. Has there been any blood check since treatment started? No = none yet. May be
        unknown. No check yet is an answer of its own; it is not the same as not known. (b12_followup.xlsx ·
        Dictionary · A30)
        """
        return self._of("check_done")

    @property
    def trimester_check_done(self) -> bool | Literal["yes", "no", "unknown"] | _NotStated | None:
        """Check of this trimester. Pregnant after bariatric surgery: has the check of this trimester been
        done? May be unknown. Only after bariatric surgery. A check of more than 3 months ago counts as one
        of an earlier trimester. (b12_followup.xlsx · Dictionary · A31)
        """
        return self._of("trimester_check_done")

    @property
    def last_check_date(self) -> date | str | _NotStated | None:
        """Date of last check. When was the last blood check on treatment? May be unknown. (b12_followup.xlsx ·
        Dictionary · A32)
        """
        return self._of("last_check_date")

    @property
    def months_since_last_check(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Months since last check. How many months since the last blood check on treatment? Unit: mo; also a,
        wk. Range: from 0 to 1200. When not stated: months from last_check_date to today. May be unknown.
        (b12_followup.xlsx · Dictionary · A33)
        """
        return self._of("months_since_last_check")

    @property
    def last_check_month(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Month of last check. In which month of treatment was the last check? Unit: mo. Range: from -1200 to
        1200. When not stated: months_since_start - months_since_last_check. May be unknown. Counted from
        the start of treatment. Below 0 means that the entries contradict each other. (b12_followup.xlsx ·
        Dictionary · A34)
        """
        return self._of("last_check_month")

    @property
    def maintenance_start_month(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Month maintenance began. In which month of treatment did maintenance begin? Unit: mo. Range: from
        -1200 to 1200. When not stated: months_since_start - months_since_maintenance_start. May be unknown.
        Below 0 means that the entries contradict each other. (b12_followup.xlsx · Dictionary · A35)
        """
        return self._of("maintenance_start_month")

    @property
    def micronutrients_date(self) -> date | str | _NotStated | None:
        """Date of the last vitamin check. After bariatric surgery: when were vitamins A and D, calcium, folate
        and thiamine last checked? May be unknown. (b12_followup.xlsx · Dictionary · A36)
        """
        return self._of("micronutrients_date")

    @property
    def months_since_micronutrients(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Months since the last vitamin check. After bariatric surgery: how many months since vitamins A and
        D, calcium, folate and thiamine were checked? Unit: mo; also a, wk. Range: from 0 to 1200. When not
        stated: months from micronutrients_date to today. May be unknown. (b12_followup.xlsx · Dictionary ·
        A37)
        """
        return self._of("months_since_micronutrients")

    @property
    def consecutive_normal_checks(self) -> float | Decimal | Fraction | str | Quantity | _NotStated | None:
        """Normal checks in a row. How many checks in a row were in the normal range, up to and including the
        latest? Range: from 0 to 400. May be unknown. (b12_followup.xlsx · Dictionary · A38)
        """
        return self._of("consecutive_normal_checks")

    @property
    def biochemical_correction(self) -> bool | Literal["yes", "no", "unknown"] | _NotStated | None:
        """Correction documented. Is biochemical correction documented? May be unknown. (b12_followup.xlsx ·
        Dictionary · A39)
        """
        return self._of("biochemical_correction")

    @property
    def current_product(self) -> values.CurrentProductCode | values.CurrentProduct | Literal["unknown"] | _NotStated | None:
        """Product in use. Which cobalamin is in use? Values: hydroxocobalamin (Hydroxocobalamin),
        cyanocobalamin (Cyanocobalamin), methylcobalamin (Methylcobalamin), unspecified (Unspecified), none
        (No product). May be unknown. (b12_followup.xlsx · Dictionary · A40)
        """
        return self._of("current_product")

    @property
    def current_route(self) -> values.CurrentRouteCode | values.CurrentRoute | Literal["unknown"] | _NotStated | None:
        """Route in use. By which route is it given? Values: im (Intramuscular), oral (Oral), none (No route).
        May be unknown. (b12_followup.xlsx · Dictionary · A41)
        """
        return self._of("current_route")

    @property
    def current_interval(self) -> values.CurrentIntervalCode | values.CurrentInterval | Literal["unknown"] | _NotStated | None:
        """Interval in use. How often is it given? Values: twice_weekly (Twice weekly), weekly (Weekly),
        every_2_weeks (Every 2 weeks), monthly (Monthly), every_2_months (Every 2 months), every_3_months
        (Every 3 months), longer_than_3_months (Longer than 3 months), daily_oral (Daily by mouth), none (No
        interval). May be unknown. (b12_followup.xlsx · Dictionary · A42)
        """
        return self._of("current_interval")

    @property
    def b12(self) -> str | Quantity | _NotStated | None:
        """Serum B12. Serum B12 (total) of the last check, with its unit? Unit: pg/mL; also ng/L, pmol/L. A
        number without its unit is refused. Range: from 0 to 1000000. May be unknown. 1.355 is the molar
        mass of cyanocobalamin, 1355.39 g/mol. Coarser factors move results near a limit into the wrong
        band. Results are those of the last check: G20 asks where none has been done. (b12_followup.xlsx ·
        Dictionary · A43)
        """
        return self._of("b12")

    @property
    def mma(self) -> str | Quantity | _NotStated | None:
        """Methylmalonic acid. Methylmalonic acid (MMA) of the last check, with its unit? Unit: nmol/L; also
        umol/L, ug/L, ng/mL. A number without its unit is refused. Range: from 0 to 1000000. May be unknown.
        (b12_followup.xlsx · Dictionary · A44)
        """
        return self._of("mma")

    @property
    def hcy(self) -> str | Quantity | _NotStated | None:
        """Homocysteine. Homocysteine of the last check, with its unit? Unit: umol/L; also mg/L. A number
        without its unit is refused. Range: from 0 to 1000. May be unknown. (b12_followup.xlsx · Dictionary
        · A45)
        """
        return self._of("hcy")

    @property
    def vitamin_d(self) -> str | Quantity | _NotStated | None:
        """25-OH vitamin D. 25-OH vitamin D with its unit? Unit: nmol/L; also ng/mL. A number without its unit
        is refused. Range: from 0 to 1000. May be unknown. The source gives its target in nmol/L only: 75
        nmol/L is 30.05 ng/mL. Values are compared without rounding. (b12_followup.xlsx · Dictionary · A46)
        """
        return self._of("vitamin_d")

    @property
    def cbc_status(self) -> values.CbcStatusCode | values.CbcStatus | Literal["unknown"] | _NotStated | None:
        """Blood count. Blood count and MCV of the last check? Values: normal (Normal), megaloblastic_anaemia
        (Megaloblastic anaemia), other_abnormal (Other abnormality), not_done (Not done). May be unknown. No
        source attaches a treatment to it. That megaloblastic anaemia from month 3 on is no good response is
        our inference. (b12_followup.xlsx · Dictionary · A47)
        """
        return self._of("cbc_status")

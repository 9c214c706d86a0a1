# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""Warnings (warnings.xlsx · Warnings). Hit policy: Collect.

Which warnings must be shown?
"""

from __future__ import annotations

from b12tables.runtime import policies
from b12tables.runtime.quick_way import Obstacle
from b12tables.runtime.rules import Answer, Decision, Place, Rule, Undecided

from ..readers import (
    read_age80,
    read_age_band,
    read_anaemia_status,
    read_b12_band,
    read_bariatric_pregnancy,
    read_cause,
    read_cause_class,
    read_current_interval,
    read_current_route,
    read_depression_course,
    read_diabetic_nephropathy,
    read_folate_status,
    read_folic_acid,
    read_hcy_band,
    read_iron_status,
    read_mma_band,
    read_neuro_status,
    read_normal_checks,
    read_pregnancy_status,
    read_product_safety,
    read_renal_class,
    read_repleted,
    read_symptom_course,
    read_year_band,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from b12tables.runtime.rules import Fired

    from .. import values


class Warnings(Answer):
    """An answer of Warnings."""

    _codes = ("warning", "severity")
    __slots__ = _codes

    warning: values.WarningCode
    """Warnings."""

    severity: values.SeverityCode
    """Severity."""


HERE = Place("warnings.xlsx", "Warnings", "A1")
FILE, SHEET = HERE.file, HERE.sheet

# W00 (A9:F9) when always
#   then Warnings: The content of the sources is pending human review; it is for healthcare professionals and
#     does not replace clinical judgement; Severity: Banner
#   because statement S3-03; statement S3-85; statement S3-86; statement S3-87; statement S3-88; conflict C42
W00 = Rule(
    "W00",
    Warnings("W00", "banner"),
    Place(FILE, SHEET, "A9:F9"),
    (("statement", "S3-03", ""), ("statement", "S3-85", ""), ("statement", "S3-86", ""), ("statement", "S3-87", ""), ("statement", "S3-88", ""), ("conflict", "C42", ""),),
)

# W26 (A10:F10) when Folic acid: Planned; Taken now; unknown; Pregnancy: Planning pregnancy; Pregnant; Age band:
#     not(Under 18)
#   then Warnings: In or before pregnancy folic acid is needed, and B12 too: both together, neither alone; the
#     clinician decides (not in the sources); Severity: Warning
#   because other guidance E17; conflict C38
W26 = Rule(
    "W26",
    Warnings("W26", "warning"),
    Place(FILE, SHEET, "A10:F10"),
    (("other guidance", "E17", ""), ("conflict", "C38", ""),),
    note="Not in the sources. It stands first because it reconciles the others; W02 does not apply then.",
)

# W01 (A11:F11) when Folic acid: Planned; Taken now; B12 replete: no; Age band: not(Under 18)
#   then Warnings: Do not give folic acid without adequate B12 treatment: it can mask the deficiency while
#     irreversible cord damage progresses; Severity: Critical
#   because statement S1-42; statement S1-43; statement S2-26; statement S2-27; statement S3-50; statement
#     S3-51; statement S3-52; conflict C38
W01 = Rule(
    "W01",
    Warnings("W01", "critical"),
    Place(FILE, SHEET, "A11:F11"),
    (("statement", "S1-42", ""), ("statement", "S1-43", ""), ("statement", "S2-26", ""), ("statement", "S2-27", ""), ("statement", "S3-50", ""), ("statement", "S3-51", ""), ("statement", "S3-52", ""), ("conflict", "C38", ""),),
)

# W01b (A12:F12) when Folic acid: Planned; Taken now; B12 replete: unknown; Age band: not(Under 18)
#   then Warnings: Do not give folic acid without adequate B12 treatment: it can mask the deficiency while
#     irreversible cord damage progresses; Severity: Warning
#   because statement S1-42; statement S1-43; statement S2-26; statement S2-27; statement S3-50; statement
#     S3-51; statement S3-52; inference the second degree, as long as it is not known whether B12 is adequate;
#     conflict C38
W01b = Rule(
    "W01b",
    Warnings("W01", "warning"),
    Place(FILE, SHEET, "A12:F12"),
    (("statement", "S1-42", ""), ("statement", "S1-43", ""), ("statement", "S2-26", ""), ("statement", "S2-27", ""), ("statement", "S3-50", ""), ("statement", "S3-51", ""), ("statement", "S3-52", ""), ("inference", "", "the second degree, as long as it is not known whether B12 is adequate"), ("conflict", "C38", ""),),
)

# W01c (A13:F13) when Folic acid: unknown; B12 replete: no; unknown; Age band: not(Under 18)
#   then Warnings: Do not give folic acid without adequate B12 treatment: it can mask the deficiency while
#     irreversible cord damage progresses; Severity: Warning
#   because statement S1-42; statement S1-43; statement S2-26; statement S2-27; statement S3-50; statement
#     S3-51; statement S3-52; inference whether folic acid is taken is not known, and what is not known loses no
#     warning; conflict C38
W01c = Rule(
    "W01c",
    Warnings("W01", "warning"),
    Place(FILE, SHEET, "A13:F13"),
    (("statement", "S1-42", ""), ("statement", "S1-43", ""), ("statement", "S2-26", ""), ("statement", "S2-27", ""), ("statement", "S3-50", ""), ("statement", "S3-51", ""), ("statement", "S3-52", ""), ("inference", "", "whether folic acid is taken is not known, and what is not known loses no warning"), ("conflict", "C38", ""),),
    note="Question I31 asks for it.",
)

# W28 (A14:F14) when Folic acid: Planned; Taken now; Pregnancy: not(Planning pregnancy, Pregnant); unknown; B12
#     replete: unknown; Age band: not(Under 18)
#   then Warnings: Before folic acid, show that B12 is adequate: the correction documented, a level of today,
#     and MMA where anaemia persists or homocysteine is high; Severity: Warning
#   because statement S2-26; statement S3-52; inference what would show it; conflict C38
W28 = Rule(
    "W28",
    Warnings("W28", "warning"),
    Place(FILE, SHEET, "A14:F14"),
    (("statement", "S2-26", ""), ("statement", "S3-52", ""), ("inference", "", "what would show it"), ("conflict", "C38", ""),),
)

# W02 (A15:F15) when Folic acid: Planned; Taken now; Folate status: No deficiency; unknown; Pregnancy:
#     not(Planning pregnancy, Pregnant); unknown; Age band: not(Under 18)
#   then Warnings: Add folic acid only if folate deficiency is documented; Severity: Warning
#   because statement S3-53; inference in or before pregnancy W26 takes its place; conflict C38
W02 = Rule(
    "W02",
    Warnings("W02", "warning"),
    Place(FILE, SHEET, "A15:F15"),
    (("statement", "S3-53", ""), ("inference", "", "in or before pregnancy W26 takes its place"), ("conflict", "C38", ""),),
)

# W03 (A16:F16) when Age band: not(Under 18); Product in use and kidneys: Switch product
#   then Warnings: Renal impairment: do not continue cyanocobalamin; hydroxocobalamin or methylcobalamin is
#     preferred; Severity: Critical
#   because statement S1-46; statement S1-47; conflict C08
W03 = Rule(
    "W03",
    Warnings("W03", "critical"),
    Place(FILE, SHEET, "A16:F16"),
    (("statement", "S1-46", ""), ("statement", "S1-47", ""), ("conflict", "C08", ""),),
)

# W04 (A17:F17) when Age band: not(Under 18); Product in use and kidneys: Check kidneys first
#   then Warnings: Cyanocobalamin in use and renal function not known: check before the next dose; Severity:
#     Warning
#   because statement S1-46; inference renal function not known
W04 = Rule(
    "W04",
    Warnings("W04", "warning"),
    Place(FILE, SHEET, "A17:F17"),
    (("statement", "S1-46", ""), ("inference", "", "renal function not known"),),
)

# W05 (A18:F18) when Age band: not(Under 18); Diabetic nephropathy: yes
#   then Warnings: Diabetic nephropathy: cyanocobalamin is associated with more cardiovascular events (HR 2.0);
#     Severity: Critical
#   because statement S1-48; other guidance E18
W05 = Rule(
    "W05",
    Warnings("W05", "critical"),
    Place(FILE, SHEET, "A18:F18"),
    (("statement", "S1-48", ""), ("other guidance", "E18", ""),),
    note="The trial behind the figure gave folic acid, vitamin B6 and B12 together, by mouth (E18).",
)

# W06 (A19:F19) when Age band: not(Under 18); Renal function: Impaired
#   then Warnings: Renal impairment: choose hydroxocobalamin or methylcobalamin rather than cyanocobalamin;
#     Severity: Warning
#   because statement S1-46
W06 = Rule(
    "W06",
    Warnings("W06", "warning"),
    Place(FILE, SHEET, "A19:F19"),
    (("statement", "S1-46", ""),),
)

# W07 (A20:F20) when Age band: not(Under 18); Cause class: Permanent; Malabsorption
#   then Warnings: Treatment is for life: do not stop even if levels normalise; Severity: Critical
#   because statement S1-39; statement S1-40; statement S2-24; statement S2-25; statement S3-12; statement
#     S3-13; conflict C13
W07 = Rule(
    "W07",
    Warnings("W07", "critical"),
    Place(FILE, SHEET, "A20:F20"),
    (("statement", "S1-39", ""), ("statement", "S1-40", ""), ("statement", "S2-24", ""), ("statement", "S2-25", ""), ("statement", "S3-12", ""), ("statement", "S3-13", ""), ("conflict", "C13", ""),),
)

# W08 (A21:F21) when Age band: not(Under 18); Cause class: not(Permanent; Malabsorption)
#   then Warnings: Normal levels alone are not a reason to stop B12; Severity: Warning
#   because statement S1-39; statement S2-24; statement S3-54; conflict C13
W08 = Rule(
    "W08",
    Warnings("W08", "warning"),
    Place(FILE, SHEET, "A21:F21"),
    (("statement", "S1-39", ""), ("statement", "S2-24", ""), ("statement", "S3-54", ""), ("conflict", "C13", ""),),
)

# W09 (A22:F22) when Age band: not(Under 18); Course of symptoms: Symptom-free; Improving
#   then Warnings: If injections are stopped once symptoms are better, lasting damage to peripheral nerves can
#     follow; Severity: Warning
#   because statement S1-41
W09 = Rule(
    "W09",
    Warnings("W09", "warning"),
    Place(FILE, SHEET, "A22:F22"),
    (("statement", "S1-41", ""),),
)

# W10 (A23:F23) when Age band: not(Under 18); Normal checks: One normal check
#   then Warnings: One normal result is not enough to stop monitoring; Severity: Warning
#   because statement S1-44; statement S3-47; statement S1-45
W10 = Rule(
    "W10",
    Warnings("W10", "warning"),
    Place(FILE, SHEET, "A23:F23"),
    (("statement", "S1-44", ""), ("statement", "S3-47", ""), ("statement", "S1-45", ""),),
)

# W11 (A24:F24) when Age band: not(Under 18); B12 band: Adequate
#   then Warnings: Serum B12 alone does not show repletion: up to half of people with a normal level have raised
#     MMA; Severity: Warning
#   because statement S3-49; statement S3-54; statement S3-55; conflict C26; conflict C50
W11 = Rule(
    "W11",
    Warnings("W11", "warning"),
    Place(FILE, SHEET, "A24:F24"),
    (("statement", "S3-49", ""), ("statement", "S3-54", ""), ("statement", "S3-55", ""), ("conflict", "C26", ""), ("conflict", "C50", ""),),
)

# W12 (A25:F25) when Age band: not(Under 18)
#   then Warnings: Do not set the injection frequency on serum B12 or MMA alone: clinical response guides;
#     Severity: Information
#   because statement S2-18; statement S2-19; statement S3-61; statement S3-62; conflict C30; other guidance E07
W12 = Rule(
    "W12",
    Warnings("W12", "info"),
    Place(FILE, SHEET, "A25:F25"),
    (("statement", "S2-18", ""), ("statement", "S2-19", ""), ("statement", "S3-61", ""), ("statement", "S3-62", ""), ("conflict", "C30", ""), ("other guidance", "E07", ""),),
)

# W13 (A26:F26) when Age band: not(Under 18); Over 80: yes
#   then Warnings: Age over 80: metabolic deficiency can be present despite normal serum B12 (18.1 % in the
#     source, from patients of a stroke clinic: see E20); Severity: Information
#   because statement S3-57; conflict C47; other guidance E20
W13 = Rule(
    "W13",
    Warnings("W13", "info"),
    Place(FILE, SHEET, "A26:F26"),
    (("statement", "S3-57", ""), ("conflict", "C47", ""), ("other guidance", "E20", ""),),
)

# W14 (A27:F27) when Age band: not(Under 18); Iron status: Iron deficiency
#   then Warnings: Iron deficiency coexists and can blunt the blood response; Severity: Warning
#   because statement S3-30
W14 = Rule(
    "W14",
    Warnings("W14", "warning"),
    Place(FILE, SHEET, "A27:F27"),
    (("statement", "S3-30", ""),),
)

# W15 (A28:F28) when Age band: not(Under 18); Route in use: Oral; Neurological involvement: Present; Resolved;
#     unknown
#   then Warnings: Oral treatment only if there are no neurological symptoms: injections are needed; Severity:
#     Critical
#   because statement S1-27; statement S1-32; inference not known is treated as involved
W15 = Rule(
    "W15",
    Warnings("W15", "critical"),
    Place(FILE, SHEET, "A28:F28"),
    (("statement", "S1-27", ""), ("statement", "S1-32", ""), ("inference", "", "not known is treated as involved"),),
)

# W15b (A29:F29) when Age band: not(Under 18); Route in use: unknown; Interval in use: Daily by mouth;
#     Neurological involvement: Present; Resolved; unknown
#   then Warnings: Oral treatment only if there are no neurological symptoms: injections are needed; Severity:
#     Critical
#   because statement S1-27; statement S1-32; inference what is taken daily by mouth are tablets, also where
#     nobody entered the route; inference not known is treated as involved
W15b = Rule(
    "W15b",
    Warnings("W15", "critical"),
    Place(FILE, SHEET, "A29:F29"),
    (("statement", "S1-27", ""), ("statement", "S1-32", ""), ("inference", "", "what is taken daily by mouth are tablets, also where nobody entered the route"), ("inference", "", "not known is treated as involved"),),
)

# W16 (A30:F30) when Age band: not(Under 18); Cause class: Permanent; Malabsorption; Route in use: Oral
#   then Warnings: Malabsorption: injections are the recommended treatment; oral treatment alone is disputed
#     between the sources; Severity: Critical
#   because statement S2-22; statement S1-28; conflict C10; other guidance E10
W16 = Rule(
    "W16",
    Warnings("W16", "critical"),
    Place(FILE, SHEET, "A30:F30"),
    (("statement", "S2-22", ""), ("statement", "S1-28", ""), ("conflict", "C10", ""), ("other guidance", "E10", ""),),
)

# W16b (A31:F31) when Age band: not(Under 18); Cause class: Permanent; Malabsorption; Route in use: unknown;
#     Interval in use: Daily by mouth
#   then Warnings: Malabsorption: injections are the recommended treatment; oral treatment alone is disputed
#     between the sources; Severity: Critical
#   because statement S2-22; statement S1-28; inference what is taken daily by mouth are tablets, also where
#     nobody entered the route; conflict C10; other guidance E10
W16b = Rule(
    "W16b",
    Warnings("W16", "critical"),
    Place(FILE, SHEET, "A31:F31"),
    (("statement", "S2-22", ""), ("statement", "S1-28", ""), ("inference", "", "what is taken daily by mouth are tablets, also where nobody entered the route"), ("conflict", "C10", ""), ("other guidance", "E10", ""),),
)

# W17 (A32:F32) when Age band: not(Under 18); Course of symptoms: Persistent; Worsening; Recurred
#   then Warnings: Up to half of patients need individual, more frequent injections to stay free of symptoms;
#     Severity: Warning
#   because statement S2-28; statement S3-60; conflict C50; other guidance E22
W17 = Rule(
    "W17",
    Warnings("W17", "warning"),
    Place(FILE, SHEET, "A32:F32"),
    (("statement", "S2-28", ""), ("statement", "S3-60", ""), ("conflict", "C50", ""), ("other guidance", "E22", ""),),
)

# W17b (A33:F33) when Age band: not(Under 18); Course of symptoms: Symptom-free; Improving; unknown; Course of
#     depression: Recurred
#   then Warnings: Up to half of patients need individual, more frequent injections to stay free of symptoms;
#     Severity: Warning
#   because statement S2-17; statement S2-28; statement S3-60; conflict C45; conflict C50
W17b = Rule(
    "W17b",
    Warnings("W17", "warning"),
    Place(FILE, SHEET, "A33:F33"),
    (("statement", "S2-17", ""), ("statement", "S2-28", ""), ("statement", "S3-60", ""), ("conflict", "C45", ""), ("conflict", "C50", ""),),
)

# W18 (A34:F34) when Age band: not(Under 18); Course of symptoms: Persistent; Worsening
#   then Warnings: Reassess for underlying causes of malabsorption; Severity: Warning
#   because statement S1-52
W18 = Rule(
    "W18",
    Warnings("W18", "warning"),
    Place(FILE, SHEET, "A34:F34"),
    (("statement", "S1-52", ""),),
)

# W18b (A35:F35) when Age band: not(Under 18); Course of symptoms: Recurred; Symptom-free; Improving; unknown;
#     B12 band: Low
#   then Warnings: Reassess for underlying causes of malabsorption; Severity: Warning
#   because statement S1-49; statement S1-52
W18b = Rule(
    "W18b",
    Warnings("W18", "warning"),
    Place(FILE, SHEET, "A35:F35"),
    (("statement", "S1-49", ""), ("statement", "S1-52", ""),),
    note="A low level counts also where symptoms are back.",
)

# W18c (A36:F36) when Age band: not(Under 18); Anaemia on treatment: Persists
#   then Warnings: Reassess for underlying causes of malabsorption; Severity: Warning
#   because statement S1-11; statement S1-52; statement S3-22; inference an anaemia that persists counts like
#     symptoms that persist
W18c = Rule(
    "W18c",
    Warnings("W18", "warning"),
    Place(FILE, SHEET, "A36:F36"),
    (("statement", "S1-11", ""), ("statement", "S1-52", ""), ("statement", "S3-22", ""), ("inference", "", "an anaemia that persists counts like symptoms that persist"),),
)

# W19 (A37:F37) when Age band: not(Under 18); Cause class: Malabsorption; Permanent; Dietary
#   then Warnings: Relapse is common if supplementation is stopped; monitoring goes on; Severity: Warning
#   because statement S1-45; statement S3-48; statement S1-19; statement S3-68
W19 = Rule(
    "W19",
    Warnings("W19", "warning"),
    Place(FILE, SHEET, "A37:F37"),
    (("statement", "S1-45", ""), ("statement", "S3-48", ""), ("statement", "S1-19", ""), ("statement", "S3-68", ""),),
)

# W19b (A38:F38) when Age band: not(Under 18); Main cause: Dietary deficiency; Cause class: Medicine continues;
#     Medicine stopped; Age; Unsettled
#   then Warnings: Relapse is common if supplementation is stopped; monitoring goes on; Severity: Warning
#   because statement S1-45; statement S3-48
W19b = Rule(
    "W19b",
    Warnings("W19", "warning"),
    Place(FILE, SHEET, "A38:F38"),
    (("statement", "S1-45", ""), ("statement", "S3-48", ""),),
    note="The sources name the dietary cause, whatever comes beside it.",
)

# W20 (A39:F39) when Age band: not(Under 18); MMA band: Raised
#   then Warnings: MMA above 271 nmol/L: functional deficiency; Severity: Warning
#   because statement S1-14; statement S1-51; other guidance E16
W20 = Rule(
    "W20",
    Warnings("W20", "warning"),
    Place(FILE, SHEET, "A39:F39"),
    (("statement", "S1-14", ""), ("statement", "S1-51", ""), ("other guidance", "E16", ""),),
)

# W21 (A40:F40) when Age band: not(Under 18); Renal function: Impaired; unknown; MMA band: Raised; At the limit
#   then Warnings: MMA and homocysteine rise in renal impairment whatever the B12 status: interpret with care;
#     Severity: Warning
#   because other guidance E15
W21 = Rule(
    "W21",
    Warnings("W21", "warning"),
    Place(FILE, SHEET, "A40:F40"),
    (("other guidance", "E15", ""),),
    note="Not in the sources.",
)

# W21b (A41:F41) when Age band: not(Under 18); Renal function: Impaired; unknown; MMA band: On target; No
#     result; Homocysteine band: Above target
#   then Warnings: MMA and homocysteine rise in renal impairment whatever the B12 status: interpret with care;
#     Severity: Warning
#   because other guidance E15
W21b = Rule(
    "W21b",
    Warnings("W21", "warning"),
    Place(FILE, SHEET, "A41:F41"),
    (("other guidance", "E15", ""),),
    note="Not in the sources.",
)

# W22 (A42:F42) when Age band: not(Under 18); Course of depression: Recurred
#   then Warnings: Recurrence of depression may call for a change in treatment frequency; Severity: Warning
#   because statement S2-17; conflict C45
W22 = Rule(
    "W22",
    Warnings("W22", "warning"),
    Place(FILE, SHEET, "A42:F42"),
    (("statement", "S2-17", ""), ("conflict", "C45", ""),),
)

# W23 (A43:F43) when Age band: not(Under 18); Course of depression: Persistent
#   then Warnings: Depression not improved: look for other causes as well; clinician review; Severity: Warning
#   because inference the second source speaks of recurrence only; conflict C45
W23 = Rule(
    "W23",
    Warnings("W23", "warning"),
    Place(FILE, SHEET, "A43:F43"),
    (("inference", "", "the second source speaks of recurrence only"), ("conflict", "C45", ""),),
)

# W24 (A44:F44) when Age band: not(Under 18); Neurological involvement: Present
#   then Warnings: Pain and paraesthesia usually improve before motor symptoms; Severity: Information
#   because statement S1-30
W24 = Rule(
    "W24",
    Warnings("W24", "info"),
    Place(FILE, SHEET, "A44:F44"),
    (("statement", "S1-30", ""),),
)

# W25 (A45:F45) when Age band: not(Under 18); Bariatric surgery and pregnancy: Pregnant after surgery
#   then Warnings: Pregnancy after bariatric surgery: B12 and a full nutritional panel every trimester;
#     Severity: Critical
#   because statement S3-33; statement S3-34
W25 = Rule(
    "W25",
    Warnings("W25", "critical"),
    Place(FILE, SHEET, "A45:F45"),
    (("statement", "S3-33", ""), ("statement", "S3-34", ""),),
)

# W27 (A46:F46) when Age band: not(Under 18); Course of symptoms: Symptom-free; Improving; unknown; B12 band:
#     Low; Course of depression: not(Recurred); unknown
#   then Warnings: Low level without symptoms: one source says increase frequency, two say not on the level
#     alone; the clinician decides; Severity: Warning
#   because statement S1-49; statement S2-18; statement S3-62; conflict C30
W27 = Rule(
    "W27",
    Warnings("W27", "warning"),
    Place(FILE, SHEET, "A46:F46"),
    (("statement", "S1-49", ""), ("statement", "S2-18", ""), ("statement", "S3-62", ""), ("conflict", "C30", ""),),
)

# W35 (A47:F47) when Age band: not(Under 18); Anaemia on treatment: Persists
#   then Warnings: Megaloblastic anaemia has not gone after 3 months of treatment: look for a lack of folate or
#     iron and for another cause (our inference); Severity: Warning
#   because statement S1-11; statement S3-22; statement S3-30; statement S1-52; inference a treatment that does
#     not resolve the anaemia misses its cause; other guidance E24
W35 = Rule(
    "W35",
    Warnings("W35", "warning"),
    Place(FILE, SHEET, "A47:F47"),
    (("statement", "S1-11", ""), ("statement", "S3-22", ""), ("statement", "S3-30", ""), ("statement", "S1-52", ""), ("inference", "", "a treatment that does not resolve the anaemia misses its cause"), ("other guidance", "E24", ""),),
)

# W31a (A48:F48) when Age band: not(Under 18); Course of symptoms: Worsening; Neurological involvement: Present;
#     unknown
#   then Warnings: Signs of the spinal cord (weakness, unsteady walking, bladder) or of the optic nerve (sight)
#     need somebody on the same day (not in the sources); Severity: Critical
#   because other guidance E32; inference nerves that nobody examined are treated as involved
W31a = Rule(
    "W31a",
    Warnings("W31", "critical"),
    Place(FILE, SHEET, "A48:F48"),
    (("other guidance", "E32", ""), ("inference", "", "nerves that nobody examined are treated as involved"),),
    note="Not in the sources.",
)

# W31b (A49:F49) when Age band: not(Under 18); Course of symptoms: not(Worsening); unknown; Neurological
#     involvement: Present
#   then Warnings: Signs of the spinal cord (weakness, unsteady walking, bladder) or of the optic nerve (sight)
#     need somebody on the same day (not in the sources); Severity: Warning
#   because other guidance E32; other guidance E29
W31b = Rule(
    "W31b",
    Warnings("W31", "warning"),
    Place(FILE, SHEET, "A49:F49"),
    (("other guidance", "E32", ""), ("other guidance", "E29", ""),),
    note="Not in the sources.",
)

# W32 (A50:F50) when Age band: not(Under 18); Course of depression: Improved
#   then Warnings: Mood has improved with B12: keeping B12 adequate matters for mood and to prevent damage to
#     nerves; Severity: Information
#   because statement S2-34; conflict C45
W32 = Rule(
    "W32",
    Warnings("W32", "info"),
    Place(FILE, SHEET, "A50:F50"),
    (("statement", "S2-34", ""), ("conflict", "C45", ""),),
)

# W33 (A51:F51) when Age band: not(Under 18); B12 band: Borderline; Adequate; Neurological involvement: Present
#   then Warnings: Neurological symptoms can occur with a normal B12 level, above all in older people: the level
#     does not exclude B12 as their cause; Severity: Warning
#   because statement S3-56; inference the borderline range is called normal by some (C25)
W33 = Rule(
    "W33",
    Warnings("W33", "warning"),
    Place(FILE, SHEET, "A51:F51"),
    (("statement", "S3-56", ""), ("inference", "", "the borderline range is called normal by some (C25)"),),
)

# W34 (A52:F52) when Pregnancy: Pregnant; Breastfeeding; Age band: not(Under 18); Year of treatment: First year;
#     Start not recorded
#   then Warnings: Pregnant or breastfeeding: other guidance reviews one month after the start of treatment (not
#     in the sources); Severity: Information
#   because other guidance E06
W34 = Rule(
    "W34",
    Warnings("W34", "info"),
    Place(FILE, SHEET, "A52:F52"),
    (("other guidance", "E06", ""),),
    note="Not in the sources.",
)


def decide(
    folic_acid: values.FolicAcidCode | None,
    folate_status: values.FolateStatusCode | None,
    pregnancy_status: values.PregnancyStatusCode | None,
    repleted: bool | None,
    age_band: values.AgeBandCode,
    product_safety: values.ProductSafetyCode,
    diabetic_nephropathy: bool | None,
    renal_class: values.RenalClassCode | None,
    cause: values.CauseCode | None,
    cause_class: values.CauseClassCode,
    symptom_course: values.SymptomCourseCode | None,
    normal_checks: values.NormalChecksCode | None,
    b12_band: values.B12BandCode,
    age80: bool | None,
    iron_status: values.IronStatusCode | None,
    current_route: values.CurrentRouteCode | None,
    current_interval: values.CurrentIntervalCode | None,
    neuro_status: values.NeuroStatusCode | None,
    depression_course: values.DepressionCourseCode | None,
    anaemia_status: values.AnaemiaStatusCode,
    mma_band: values.MmaBandCode,
    hcy_band: values.HcyBandCode,
    bariatric_pregnancy: values.BariatricPregnancyCode,
    year_band: values.YearBandCode,
) -> Fired[tuple[Warnings, ...]]:
    """Which warnings must be shown?"""
    hits: list[Rule[Warnings]] = []
    hits.append(W00)
    if folic_acid in ("planned", "taking", None) and pregnancy_status in ("planning", "pregnant") and age_band != "lt18":
        hits.append(W26)
    if folic_acid in ("planned", "taking") and repleted is False and age_band != "lt18":
        hits.append(W01)
    if folic_acid in ("planned", "taking") and repleted is None and age_band != "lt18":
        hits.append(W01b)
    if folic_acid is None and (repleted is False or repleted is None) and age_band != "lt18":
        hits.append(W01c)
    if folic_acid in ("planned", "taking") and pregnancy_status not in ("planning", "pregnant") and repleted is None and age_band != "lt18":
        hits.append(W28)
    if folic_acid in ("planned", "taking") and folate_status in ("not_deficient", None) and pregnancy_status not in ("planning", "pregnant") and age_band != "lt18":
        hits.append(W02)
    if age_band != "lt18" and product_safety == "switch":
        hits.append(W03)
    if age_band != "lt18" and product_safety == "check_first":
        hits.append(W04)
    if age_band != "lt18" and diabetic_nephropathy is True:
        hits.append(W05)
    if age_band != "lt18" and renal_class == "impaired":
        hits.append(W06)
    if age_band != "lt18" and cause_class in ("permanent", "malabsorption"):
        hits.append(W07)
    if age_band != "lt18" and cause_class not in ("permanent", "malabsorption"):
        hits.append(W08)
    if age_band != "lt18" and symptom_course in ("none_or_resolved", "improving"):
        hits.append(W09)
    if age_band != "lt18" and normal_checks == "one":
        hits.append(W10)
    if age_band != "lt18" and b12_band == "adequate":
        hits.append(W11)
    if age_band != "lt18":
        hits.append(W12)
    if age_band != "lt18" and age80 is True:
        hits.append(W13)
    if age_band != "lt18" and iron_status == "deficient":
        hits.append(W14)
    if age_band != "lt18" and current_route == "oral" and neuro_status in ("present", "resolved", None):
        hits.append(W15)
    if age_band != "lt18" and current_route is None and current_interval == "daily_oral" and neuro_status in ("present", "resolved", None):
        hits.append(W15b)
    if age_band != "lt18" and cause_class in ("permanent", "malabsorption") and current_route == "oral":
        hits.append(W16)
    if age_band != "lt18" and cause_class in ("permanent", "malabsorption") and current_route is None and current_interval == "daily_oral":
        hits.append(W16b)
    if age_band != "lt18" and symptom_course in ("persistent", "worsening", "recurred"):
        hits.append(W17)
    if age_band != "lt18" and symptom_course in ("none_or_resolved", "improving", None) and depression_course == "recurred":
        hits.append(W17b)
    if age_band != "lt18" and symptom_course in ("persistent", "worsening"):
        hits.append(W18)
    if age_band != "lt18" and symptom_course in ("recurred", "none_or_resolved", "improving", None) and b12_band == "low":
        hits.append(W18b)
    if age_band != "lt18" and anaemia_status == "persists":
        hits.append(W18c)
    if age_band != "lt18" and cause_class in ("malabsorption", "permanent", "dietary"):
        hits.append(W19)
    if age_band != "lt18" and cause == "dietary" and cause_class in ("medication_ongoing", "medication_stopped", "age_indefinite", "undetermined"):
        hits.append(W19b)
    if age_band != "lt18" and mma_band == "raised":
        hits.append(W20)
    if age_band != "lt18" and renal_class in ("impaired", None) and mma_band in ("raised", "at_limit"):
        hits.append(W21)
    if age_band != "lt18" and renal_class in ("impaired", None) and mma_band in ("on_target", "not_measured") and hcy_band == "above_target":
        hits.append(W21b)
    if age_band != "lt18" and depression_course == "recurred":
        hits.append(W22)
    if age_band != "lt18" and depression_course == "persistent":
        hits.append(W23)
    if age_band != "lt18" and neuro_status == "present":
        hits.append(W24)
    if age_band != "lt18" and bariatric_pregnancy == "pregnant":
        hits.append(W25)
    if age_band != "lt18" and symptom_course in ("none_or_resolved", "improving", None) and b12_band == "low" and depression_course != "recurred":
        hits.append(W27)
    if age_band != "lt18" and anaemia_status == "persists":
        hits.append(W35)
    if age_band != "lt18" and symptom_course == "worsening" and neuro_status in ("present", None):
        hits.append(W31a)
    if age_band != "lt18" and symptom_course != "worsening" and neuro_status == "present":
        hits.append(W31b)
    if age_band != "lt18" and depression_course == "improved":
        hits.append(W32)
    if age_band != "lt18" and b12_band in ("borderline", "adequate") and neuro_status == "present":
        hits.append(W33)
    if pregnancy_status in ("pregnant", "breastfeeding") and age_band != "lt18" and year_band in ("first_year", "not_known"):
        hits.append(W34)
    return policies.listed(hits)


KNOWN = frozenset(("folic_acid", "folate_status", "pregnancy_status", "repleted", "age_band", "product_safety", "diabetic_nephropathy", "renal_class", "cause", "cause_class", "symptom_course", "normal_checks", "b12_band", "age80", "iron_status", "current_route", "current_interval", "neuro_status", "depression_course", "anaemia_status", "mma_band", "hcy_band", "bariatric_pregnancy", "year_band"))
"""What this decision looks at."""


def evaluate(case: Mapping[str, Any]) -> Fired[tuple[Warnings, ...]]:
    """Takes this decision alone: `case` states what it looks at, whichever decision gives it elsewhere.

    The case is checked as `evaluate` of the whole set checks it. What fires was made once and cannot be
    changed: it has the rule's `id`, `answer`, `place` and `evidence`. Raises `InvalidCase` with all
    problems, or `NoRule`.
    """
    if type(case) is dict and KNOWN.issuperset(case):
        get: Any = case.get
        try:
            return decide(
                read_folic_acid[get("folic_acid")],
                read_folate_status[get("folate_status")],
                read_pregnancy_status[get("pregnancy_status")],
                x if (x := get("repleted")) is True or x is None or x is False else read_repleted(x),
                read_age_band[case["age_band"]],
                read_product_safety[case["product_safety"]],
                x if (x := get("diabetic_nephropathy")) is True or x is None or x is False else read_diabetic_nephropathy(x),
                read_renal_class[get("renal_class")],
                read_cause[get("cause")],
                read_cause_class[case["cause_class"]],
                read_symptom_course[get("symptom_course")],
                read_normal_checks[get("normal_checks")],
                read_b12_band[case["b12_band"]],
                x if (x := get("age80")) is True or x is None or x is False else read_age80(x),
                read_iron_status[get("iron_status")],
                read_current_route[get("current_route")],
                read_current_interval[get("current_interval")],
                read_neuro_status[get("neuro_status")],
                read_depression_course[get("depression_course")],
                read_anaemia_status[case["anaemia_status"]],
                read_mma_band[case["mma_band"]],
                read_hcy_band[case["hcy_band"]],
                read_bariatric_pregnancy[case["bariatric_pregnancy"]],
                read_year_band[case["year_band"]],
            )
        except (KeyError, TypeError, Undecided, Obstacle):
            pass  # whatever it is, the longer way says so
    from .. import SET

    fired: Fired[tuple[Warnings, ...]] = SET.decide(TABLE, case)
    return fired


TABLE = Decision(
    "warnings",
    "Warnings",
    question="Which warnings must be shown?",
    hit_policy="Collect",
    place=HERE,
    inputs=("folic_acid", "folate_status", "pregnancy_status", "repleted", "age_band", "product_safety", "diabetic_nephropathy", "renal_class", "cause", "cause_class", "symptom_course", "normal_checks", "b12_band", "age80", "iron_status", "current_route", "current_interval", "neuro_status", "depression_course", "anaemia_status", "mma_band", "hcy_band", "bariatric_pregnancy", "year_band"),
    unknown=("folic_acid", "folate_status", "pregnancy_status", "repleted", "diabetic_nephropathy", "renal_class", "cause", "symptom_course", "normal_checks", "age80", "iron_status", "current_route", "current_interval", "neuro_status", "depression_course"),
    outputs=("warning", "severity"),
    decide=decide,
    rules=(W00, W26, W01, W01b, W01c, W28, W02, W03, W04, W05, W06, W07, W08, W09, W10, W11, W12, W13, W14, W15, W15b, W16, W16b, W17, W17b, W18, W18b, W18c, W19, W19b, W20, W21, W21b, W22, W23, W24, W25, W27, W35, W31a, W31b, W32, W33, W34,),
    answer=Warnings,
    hash="d4905821d045b18674f08fb1abf4351ce7b24d25d28aa92591e713dec1e5f122",
)

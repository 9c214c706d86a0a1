# By b12tables 0.1.0, for runtimes of pact 6. Do not edit: change the workbooks and build again.
# fmt: off
# Generated from the workbooks of Follow-up of vitamin B12 deficiency after initial treatment.
"""The result: one typed attribute for each decision."""

from __future__ import annotations

from b12tables.runtime.result import Result as BaseResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypedDict

    from b12tables.runtime.rules import Step
    from b12tables.runtime.tableset import TableSet

    from . import values
    from .decisions.age80 import Age80 as Age80Answer
    from .decisions.age_band import AgeBand as AgeBandAnswer
    from .decisions.age_rule import AgeRule as AgeRuleAnswer
    from .decisions.anaemia_status import AnaemiaStatus as AnaemiaStatusAnswer
    from .decisions.b12_band import B12Band as B12BandAnswer
    from .decisions.bariatric_pregnancy import (
        BariatricPregnancy as BariatricPregnancyAnswer,
    )
    from .decisions.case_ok import CaseOk as CaseOkAnswer
    from .decisions.cause_class import CauseClass as CauseClassAnswer
    from .decisions.cause_interval import CauseInterval as CauseIntervalAnswer
    from .decisions.cause_is_bariatric import CauseIsBariatric as CauseIsBariatricAnswer
    from .decisions.check_record import CheckRecord as CheckRecordAnswer
    from .decisions.closer_checks import CloserChecks as CloserChecksAnswer
    from .decisions.crohns_band import CrohnsBand as CrohnsBandAnswer
    from .decisions.discontinuation import Discontinuation as DiscontinuationAnswer
    from .decisions.due_status import DueStatus as DueStatusAnswer
    from .decisions.duration import Duration as DurationAnswer
    from .decisions.egfr_band import EgfrBand as EgfrBandAnswer
    from .decisions.escalation import Escalation as EscalationAnswer
    from .decisions.exposure_band import ExposureBand as ExposureBandAnswer
    from .decisions.guards import Guards as GuardsAnswer
    from .decisions.hcy_band import HcyBand as HcyBandAnswer
    from .decisions.ileal_band import IlealBand as IlealBandAnswer
    from .decisions.in_use import InUse as InUseAnswer
    from .decisions.information_needed import (
        InformationNeeded as InformationNeededAnswer,
    )
    from .decisions.interval_relation import IntervalRelation as IntervalRelationAnswer
    from .decisions.lab_reading import LabReading as LabReadingAnswer
    from .decisions.last_check import LastCheck as LastCheckAnswer
    from .decisions.medicine_effect import MedicineEffect as MedicineEffectAnswer
    from .decisions.micronutrient_check import (
        MicronutrientCheck as MicronutrientCheckAnswer,
    )
    from .decisions.missing_condition import MissingCondition as MissingConditionAnswer
    from .decisions.mma_band import MmaBand as MmaBandAnswer
    from .decisions.monitor_track import MonitorTrack as MonitorTrackAnswer
    from .decisions.neuro_class import NeuroClass as NeuroClassAnswer
    from .decisions.next_check import NextCheck as NextCheckAnswer
    from .decisions.normal_checks import NormalChecks as NormalChecksAnswer
    from .decisions.oral_barrier import OralBarrier as OralBarrierAnswer
    from .decisions.oral_option import OralOption as OralOptionAnswer
    from .decisions.permanent_cause import PermanentCause as PermanentCauseAnswer
    from .decisions.product import Product as ProductAnswer
    from .decisions.product_by_mouth import ProductByMouth as ProductByMouthAnswer
    from .decisions.product_safety import ProductSafety as ProductSafetyAnswer
    from .decisions.product_schedule import ProductSchedule as ProductScheduleAnswer
    from .decisions.regimen import Regimen as RegimenAnswer
    from .decisions.regimen_action import RegimenAction as RegimenActionAnswer
    from .decisions.regimen_detail import RegimenDetail as RegimenDetailAnswer
    from .decisions.renal_class import RenalClass as RenalClassAnswer
    from .decisions.repleted import Repleted as RepletedAnswer
    from .decisions.response_class import ResponseClass as ResponseClassAnswer
    from .decisions.source_flags import SourceFlags as SourceFlagsAnswer
    from .decisions.stabilised import Stabilised as StabilisedAnswer
    from .decisions.symptom_response import SymptomResponse as SymptomResponseAnswer
    from .decisions.tests import Tests as TestsAnswer
    from .decisions.treatment_change import TreatmentChange as TreatmentChangeAnswer
    from .decisions.vitd_band import VitdBand as VitdBandAnswer
    from .decisions.warnings import Warnings as WarningsAnswer
    from .decisions.year_band import YearBand as YearBandAnswer


if TYPE_CHECKING:
    Outputs = TypedDict(
        "Outputs",
        {
            "ileal_band": IlealBandAnswer,
            "crohns_band": CrohnsBandAnswer,
            "exposure_band": ExposureBandAnswer,
            "age_band": AgeBandAnswer,
            "age80": Age80Answer,
            "b12_band": B12BandAnswer,
            "mma_band": MmaBandAnswer,
            "hcy_band": HcyBandAnswer,
            "vitd_band": VitdBandAnswer,
            "egfr_band": EgfrBandAnswer,
            "cause_is_bariatric": CauseIsBariatricAnswer,
            "normal_checks": NormalChecksAnswer,
            "stabilised": StabilisedAnswer,
            "year_band": YearBandAnswer,
            "last_check": LastCheckAnswer,
            "renal_class": RenalClassAnswer,
            "permanent_cause": PermanentCauseAnswer,
            "medicine_effect": MedicineEffectAnswer,
            "age_rule": AgeRuleAnswer,
            "cause_class": CauseClassAnswer,
            "neuro_class": NeuroClassAnswer,
            "anaemia_status": AnaemiaStatusAnswer,
            "repleted": RepletedAnswer,
            "symptom_response": SymptomResponseAnswer,
            "response_class": ResponseClassAnswer,
            "guards": tuple[GuardsAnswer, ...],
            "case_ok": CaseOkAnswer,
            "bariatric_pregnancy": BariatricPregnancyAnswer,
            "closer_checks": CloserChecksAnswer,
            "monitor_track": MonitorTrackAnswer,
            "next_check": NextCheckAnswer,
            "due_status": DueStatusAnswer,
            "micronutrient_check": MicronutrientCheckAnswer,
            "check_record": CheckRecordAnswer,
            "lab_reading": tuple[LabReadingAnswer, ...],
            "oral_barrier": OralBarrierAnswer,
            "missing_condition": MissingConditionAnswer,
            "discontinuation": DiscontinuationAnswer,
            "oral_option": OralOptionAnswer,
            "product": ProductAnswer,
            "product_by_mouth": ProductByMouthAnswer,
            "in_use": InUseAnswer,
            "product_schedule": ProductScheduleAnswer,
            "escalation": EscalationAnswer,
            "cause_interval": CauseIntervalAnswer,
            "regimen": RegimenAnswer,
            "duration": DurationAnswer,
            "regimen_detail": RegimenDetailAnswer,
            "interval_relation": IntervalRelationAnswer,
            "product_safety": ProductSafetyAnswer,
            "tests": tuple[TestsAnswer, ...],
            "treatment_change": TreatmentChangeAnswer,
            "regimen_action": RegimenActionAnswer,
            "warnings": tuple[WarningsAnswer, ...],
            "information_needed": tuple[InformationNeededAnswer, ...],
            "source_flags": tuple[SourceFlagsAnswer, ...],
        },
    )
    """The answers by code: all of them where the status is `ok`, else of the decisions that were taken."""


class Result(BaseResult):
    """What the tables say. A decision that was not taken raises `InvalidCase` or `NoRule`."""

    __slots__ = ()

    @classmethod
    def _of_package(cls) -> TableSet:
        from . import SET

        return SET

    if TYPE_CHECKING:
        # what the runtime does for any tables, for the names of these
        @property
        def outputs(self) -> Outputs: ...

        def step(self, decision: values.DecisionName) -> Step: ...

        def words(
            self, field: values.AnswerField, audience: Literal["clinician", "patient"] = "clinician"
        ) -> str: ...

    @property
    def ileal_band(self) -> IlealBandAnswer:
        """In which band is the resected length of ileum?"""
        answer: IlealBandAnswer = self._answer("ileal_band")
        return answer

    @property
    def crohns_band(self) -> CrohnsBandAnswer:
        """In which band is the length of ileum with Crohn's disease?"""
        answer: CrohnsBandAnswer = self._answer("crohns_band")
        return answer

    @property
    def exposure_band(self) -> ExposureBandAnswer:
        """Has the PPI or metformin been taken for more than 4 months?"""
        answer: ExposureBandAnswer = self._answer("exposure_band")
        return answer

    @property
    def age_band(self) -> AgeBandAnswer:
        """In which age band is the patient?"""
        answer: AgeBandAnswer = self._answer("age_band")
        return answer

    @property
    def age80(self) -> Age80Answer:
        """Is the patient over 80?"""
        answer: Age80Answer = self._answer("age80")
        return answer

    @property
    def b12_band(self) -> B12BandAnswer:
        """In which band is serum B12?"""
        answer: B12BandAnswer = self._answer("b12_band")
        return answer

    @property
    def mma_band(self) -> MmaBandAnswer:
        """How does methylmalonic acid stand to its target?"""
        answer: MmaBandAnswer = self._answer("mma_band")
        return answer

    @property
    def hcy_band(self) -> HcyBandAnswer:
        """How does homocysteine stand to its target?"""
        answer: HcyBandAnswer = self._answer("hcy_band")
        return answer

    @property
    def vitd_band(self) -> VitdBandAnswer:
        """How does vitamin D stand to the target after bariatric surgery?"""
        answer: VitdBandAnswer = self._answer("vitd_band")
        return answer

    @property
    def egfr_band(self) -> EgfrBandAnswer:
        """Is eGFR below 60?"""
        answer: EgfrBandAnswer = self._answer("egfr_band")
        return answer

    @property
    def cause_is_bariatric(self) -> CauseIsBariatricAnswer:
        """Has there been bariatric surgery?"""
        answer: CauseIsBariatricAnswer = self._answer("cause_is_bariatric")
        return answer

    @property
    def normal_checks(self) -> NormalChecksAnswer:
        """How many normal checks in a row are there?"""
        answer: NormalChecksAnswer = self._answer("normal_checks")
        return answer

    @property
    def stabilised(self) -> StabilisedAnswer:
        """Are the levels stable: two normal checks in a row?"""
        answer: StabilisedAnswer = self._answer("stabilised")
        return answer

    @property
    def year_band(self) -> YearBandAnswer:
        """Is the patient in the first year of treatment?"""
        answer: YearBandAnswer = self._answer("year_band")
        return answer

    @property
    def last_check(self) -> LastCheckAnswer:
        """In which part of the treatment was the last check?"""
        answer: LastCheckAnswer = self._answer("last_check")
        return answer

    @property
    def renal_class(self) -> RenalClassAnswer:
        """Is renal function impaired for the purpose of choosing the cobalamin?"""
        answer: RenalClassAnswer = self._answer("renal_class")
        return answer

    @property
    def permanent_cause(self) -> PermanentCauseAnswer:
        """Is a permanent cause recorded, whatever the main cause?"""
        answer: PermanentCauseAnswer = self._answer("permanent_cause")
        return answer

    @property
    def medicine_effect(self) -> MedicineEffectAnswer:
        """Does a PPI or metformin keep the deficiency going?"""
        answer: MedicineEffectAnswer = self._answer("medicine_effect")
        return answer

    @property
    def age_rule(self) -> AgeRuleAnswer:
        """Does the rule for people over 75 with documented deficiency apply?"""
        answer: AgeRuleAnswer = self._answer("age_rule")
        return answer

    @property
    def cause_class(self) -> CauseClassAnswer:
        """How durable is the cause: permanent, malabsorption, tied to a medicine, age, dietary, or not
        settled?
        """
        answer: CauseClassAnswer = self._answer("cause_class")
        return answer

    @property
    def neuro_class(self) -> NeuroClassAnswer:
        """Is there, or has there been, neurological involvement?"""
        answer: NeuroClassAnswer = self._answer("neuro_class")
        return answer

    @property
    def anaemia_status(self) -> AnaemiaStatusAnswer:
        """Does megaloblastic anaemia persist although treatment has run for 3 months?"""
        answer: AnaemiaStatusAnswer = self._answer("anaemia_status")
        return answer

    @property
    def repleted(self) -> RepletedAnswer:
        """Is it shown that B12 is replete?"""
        answer: RepletedAnswer = self._answer("repleted")
        return answer

    @property
    def symptom_response(self) -> SymptomResponseAnswer:
        """How do symptoms and mood respond to the treatment in use?"""
        answer: SymptomResponseAnswer = self._answer("symptom_response")
        return answer

    @property
    def response_class(self) -> ResponseClassAnswer:
        """How is the patient responding, and does the treatment need adjusting?"""
        answer: ResponseClassAnswer = self._answer("response_class")
        return answer

    @property
    def guards(self) -> tuple[GuardsAnswer, ...]:
        """Which entries contradict each other, cannot be, or are outside the sources?"""
        answer: tuple[GuardsAnswer, ...] = self._answer("guards")
        return answer

    @property
    def case_ok(self) -> CaseOkAnswer:
        """Do the entries fit together and lie within the sources?"""
        answer: CaseOkAnswer = self._answer("case_ok")
        return answer

    @property
    def bariatric_pregnancy(self) -> BariatricPregnancyAnswer:
        """Is there a pregnancy, or a plan for one, after bariatric surgery?"""
        answer: BariatricPregnancyAnswer = self._answer("bariatric_pregnancy")
        return answer

    @property
    def closer_checks(self) -> CloserChecksAnswer:
        """Does anything call for closer checks than the ordinary ones?"""
        answer: CloserChecksAnswer = self._answer("closer_checks")
        return answer

    @property
    def monitor_track(self) -> MonitorTrackAnswer:
        """On which monitoring track is the patient?"""
        answer: MonitorTrackAnswer = self._answer("monitor_track")
        return answer

    @property
    def next_check(self) -> NextCheckAnswer:
        """When is the next check?"""
        answer: NextCheckAnswer = self._answer("next_check")
        return answer

    @property
    def due_status(self) -> DueStatusAnswer:
        """Is the next check due?"""
        answer: DueStatusAnswer = self._answer("due_status")
        return answer

    @property
    def micronutrient_check(self) -> MicronutrientCheckAnswer:
        """After bariatric surgery: is the check of vitamins A and D, calcium, folate and thiamine due?"""
        answer: MicronutrientCheckAnswer = self._answer("micronutrient_check")
        return answer

    @property
    def check_record(self) -> CheckRecordAnswer:
        """Is there a check on record that is recent enough to rest a permission on?"""
        answer: CheckRecordAnswer = self._answer("check_record")
        return answer

    @property
    def lab_reading(self) -> tuple[LabReadingAnswer, ...]:
        """What does a result mean against the target?"""
        answer: tuple[LabReadingAnswer, ...] = self._answer("lab_reading")
        return answer

    @property
    def oral_barrier(self) -> OralBarrierAnswer:
        """Does anything rule tablets out, whatever the cause?"""
        answer: OralBarrierAnswer = self._answer("oral_barrier")
        return answer

    @property
    def missing_condition(self) -> MissingConditionAnswer:
        """Which condition for replacing injections by tablets is missing?"""
        answer: MissingConditionAnswer = self._answer("missing_condition")
        return answer

    @property
    def discontinuation(self) -> DiscontinuationAnswer:
        """May the injections be stopped?"""
        answer: DiscontinuationAnswer = self._answer("discontinuation")
        return answer

    @property
    def oral_option(self) -> OralOptionAnswer:
        """May oral treatment replace injections?"""
        answer: OralOptionAnswer = self._answer("oral_option")
        return answer

    @property
    def product(self) -> ProductAnswer:
        """Which cobalamin?"""
        answer: ProductAnswer = self._answer("product")
        return answer

    @property
    def product_by_mouth(self) -> ProductByMouthAnswer:
        """Which cobalamin by mouth, where tablets are not ruled out?"""
        answer: ProductByMouthAnswer = self._answer("product_by_mouth")
        return answer

    @property
    def in_use(self) -> InUseAnswer:
        """What is given now: injections, tablets, or nothing?"""
        answer: InUseAnswer = self._answer("in_use")
        return answer

    @property
    def product_schedule(self) -> ProductScheduleAnswer:
        """Do the sources give the product in use at the interval in use?"""
        answer: ProductScheduleAnswer = self._answer("product_schedule")
        return answer

    @property
    def escalation(self) -> EscalationAnswer:
        """Does the response call for more frequent injections, and how far?"""
        answer: EscalationAnswer = self._answer("escalation")
        return answer

    @property
    def cause_interval(self) -> CauseIntervalAnswer:
        """Which interval does the cause call for?"""
        answer: CauseIntervalAnswer = self._answer("cause_interval")
        return answer

    @property
    def regimen(self) -> RegimenAnswer:
        """Which maintenance regimen, and which alternative?"""
        answer: RegimenAnswer = self._answer("regimen")
        return answer

    @property
    def duration(self) -> DurationAnswer:
        """For how long?"""
        answer: DurationAnswer = self._answer("duration")
        return answer

    @property
    def regimen_detail(self) -> RegimenDetailAnswer:
        """What exactly is the regimen?"""
        answer: RegimenDetailAnswer = self._answer("regimen_detail")
        return answer

    @property
    def interval_relation(self) -> IntervalRelationAnswer:
        """How does the interval in use compare with the recommended one?"""
        answer: IntervalRelationAnswer = self._answer("interval_relation")
        return answer

    @property
    def product_safety(self) -> ProductSafetyAnswer:
        """Is the product in use safe for the kidneys?"""
        answer: ProductSafetyAnswer = self._answer("product_safety")
        return answer

    @property
    def tests(self) -> tuple[TestsAnswer, ...]:
        """Which tests and reviews belong to the next check?"""
        answer: tuple[TestsAnswer, ...] = self._answer("tests")
        return answer

    @property
    def treatment_change(self) -> TreatmentChangeAnswer:
        """What does the comparison with the treatment in use ask for?"""
        answer: TreatmentChangeAnswer = self._answer("treatment_change")
        return answer

    @property
    def regimen_action(self) -> RegimenActionAnswer:
        """What is to be done now?"""
        answer: RegimenActionAnswer = self._answer("regimen_action")
        return answer

    @property
    def warnings(self) -> tuple[WarningsAnswer, ...]:
        """Which warnings must be shown?"""
        answer: tuple[WarningsAnswer, ...] = self._answer("warnings")
        return answer

    @property
    def information_needed(self) -> tuple[InformationNeededAnswer, ...]:
        """What must be found out before relying on the answer?"""
        answer: tuple[InformationNeededAnswer, ...] = self._answer("information_needed")
        return answer

    @property
    def source_flags(self) -> tuple[SourceFlagsAnswer, ...]:
        """Where do the sources disagree for this case?"""
        answer: tuple[SourceFlagsAnswer, ...] = self._answer("source_flags")
        return answer

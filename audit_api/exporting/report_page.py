"""What `branch_report.typ` reads, by these names."""

import msgspec


class ResultCard(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    figure: str
    interval_label: str = ""
    interval: str | None = None
    note: str | None = None


class Scale(msgspec.Struct, frozen=True, kw_only=True):
    """From 0 to 100, as `value` is."""

    value: float
    low: float
    high: float
    peers: float | None


class PercentCard(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    figure: str
    title: str
    why: str


class StageCard(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    name: str
    verdict: str


class BasisCard(msgspec.Struct, frozen=True, kw_only=True):
    """`rows`: a name and a figure each."""

    label: str
    rows: list[tuple[str, str]]


class QuarterDot(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    value: float | None
    figure: str
    note: str


class TrendCard(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    quarters: list[QuarterDot]
    verdict: str
    detectable: str | None


class CostBar(msgspec.Struct, frozen=True, kw_only=True):
    question: str
    figure: str
    share: float


class CostsCard(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    explain: str
    items: list[CostBar]


class PartBar(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    share: float
    figure: str
    peers: float | None
    peers_figure: str
    pillar: bool


class PartsCard(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    explain: str
    rows: list[PartBar]


class Wait(msgspec.Struct, frozen=True, kw_only=True):
    question: str
    median: str
    spread: str


class CallbackBar(msgspec.Struct, frozen=True, kw_only=True):
    question: str
    figure: str
    share: float
    counts: str


class WaitsCard(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    durations: list[Wait]
    callbacks: list[CallbackBar]


class ReportPage(msgspec.Struct, frozen=True, kw_only=True):
    lang: str
    title: str
    author: str
    subtitle: str
    date: str
    footer: str
    result: ResultCard
    scale: Scale | None
    peer_note: str | None
    percent: PercentCard
    stage: StageCard
    basis: BasisCard
    trend: TrendCard
    costs: CostsCard
    parts: PartsCard
    waits: WaitsCard | None

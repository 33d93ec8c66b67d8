"""What a page keeps the processor busy with."""

from playwright.sync_api import CDPSession


def busy_ms(session: CDPSession) -> float:
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"]) * 1000

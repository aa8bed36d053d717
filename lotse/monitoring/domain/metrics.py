"""The standing as metrics in the format of Prometheus."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

import lotse
from lotse.monitoring.domain.standing import WorkStanding, standing
from organisations.models import Organisation


class StandingCollector:
    """Asks the database anew for every reading, so every web process tells the same."""

    def __init__(self, current: WorkStanding) -> None:
        self.current = current

    def collect(self) -> Iterator[Metric]:
        """Yield every metric there is. Their names are part of the interface for hosts."""
        info = GaugeMetricFamily("lotse_info", "The running version.", labels=["version"])
        info.add_metric([lotse.__version__], 1)
        yield info
        yield GaugeMetricFamily(
            "lotse_organisations", "Organisations there are.", value=Organisation.objects.count()
        )
        yield self._jobs()
        yield self._ages()
        last = self.current.last_beat
        yield GaugeMetricFamily(
            "lotse_last_beat_timestamp_seconds",
            "When scheduler, broker and worker last proved to be at work; 0 when never.",
            value=last.timestamp() if last else 0,
        )
        yield GaugeMetricFamily(
            "lotse_healthy",
            "1 when work that is ordered now will be done soon, else 0.",
            value=int(self.current.is_well),
        )

    def _jobs(self) -> Metric:
        metric = GaugeMetricFamily(
            "lotse_jobs",
            "Jobs by kind and state; done and failed ones of the last seven days.",
            labels=["kind", "state"],
        )
        for queue in self.current.queues:
            for state in ("waiting", "running", "done", "failed"):
                metric.add_metric([queue.kind, state], getattr(queue, state))
        return metric

    def _ages(self) -> Metric:
        metric = GaugeMetricFamily(
            "lotse_oldest_waiting_job_seconds",
            "How long the longest waiting job of a kind waits; 0 when none does.",
            labels=["kind"],
        )
        for queue in self.current.queues:
            metric.add_metric([queue.kind], queue.age(self.current.now).total_seconds())
        return metric


def exposition() -> bytes:
    """Return all metrics as the text that Prometheus reads."""
    registry = CollectorRegistry()
    registry.register(StandingCollector(standing()))
    return generate_latest(registry)

package org.busd.tools;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.busd.tools.Health.Measure;

/** The numbers of a service in Prometheus' text format, version 0.0.4; each name begins with {@code busd_}. */
final class MetricsPage {

    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private MetricsPage() {}

    static String of(Health health) {
        Map<String, List<Measure>> byName = new LinkedHashMap<>();
        add(byName, Measure.gauge("live", "1 if the service is at work, 0 if it is stuck.", health.live() ? 1 : 0));
        add(byName, Measure.gauge("ready", "1 if data can flow, else 0.", health.ready() ? 1 : 0));
        health.measures().forEach(measure -> add(byName, measure));
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        byName.values().forEach(same -> all.metricSnapshot(snapshot(same)));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.builder().build().write(text, all.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static void add(Map<String, List<Measure>> byName, Measure measure) {
        byName.computeIfAbsent(measure.name(), name -> new ArrayList<>()).add(measure);
    }

    private static MetricSnapshot snapshot(List<Measure> same) {
        Measure first = same.get(0);
        String name = "busd_" + first.name();
        return switch (first.kind()) {
            case COUNTER -> {
                CounterSnapshot.Builder counter =
                        CounterSnapshot.builder().name(name).help(first.help());
                same.forEach(measure -> counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels(measure))
                        .value(measure.value())
                        .build()));
                yield counter.build();
            }
            case GAUGE -> {
                GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(first.help());
                same.forEach(measure -> gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(labels(measure))
                        .value(measure.value())
                        .build()));
                yield gauge.build();
            }
        };
    }

    private static Labels labels(Measure measure) {
        Labels.Builder labels = Labels.builder();
        measure.labels().forEach(labels::label);
        return labels.build();
    }
}

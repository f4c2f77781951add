package org.busd.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What single calls cost, by JMH. */
@Command(
        name = "calls",
        description =
                "What single calls cost, by JMH: to publish, by shape, size, threads and signature; canonical text,"
                        + " topics, thread sockets, verification.")
final class CallsCommand implements Callable<Integer> {
    private static final List<Integer> THREADS = List.of(1, 2, 8, 64);
    private static final String ALLOCATED = "gc.alloc.rate.norm";

    @Option(names = "--into", paramLabel = "DIR", description = "Where to write calls.md: docs/performance.")
    private Path into = Path.of("docs", "performance");

    @Option(names = "--seconds", paramLabel = "N", description = "How long each is measured: 5 unless given.")
    private int seconds = 5;

    @Override
    public Integer call() throws RunnerException, IOException {
        StringBuilder text =
                new StringBuilder("# Calls\n\nMade by `benchmarks/run calls`; see [performance](../performance.md)"
                        + " for how and where. What one call takes its caller, with JMH's 99.9 % interval, and allocates. Where"
                        + " several threads call, it is the time of each: on two cores, eight threads that get as much done"
                        + " as two take four times as long for a call.\n");

        section(
                text,
                "Encode",
                "To publish with `bus.publish.via = none`: look up how the object is written, write and wrap it, count it.",
                List.of(publish("none").param("sign", "none")));
        section(
                text,
                "Sign",
                "The same, signed.",
                List.of(one(publish("none")).param("sign", "x509", "x509-rs256", "x509-es256", "x509-ed25519")));
        section(
                text,
                "Publish",
                "The same, unsigned, and through the outlet's socket, by several threads,"
                        + " without a pause; nobody listens.",
                THREADS.stream()
                        .map(threads ->
                                one(publish("endpoint")).param("sign", "none").threads(threads))
                        .toList());
        section(
                text,
                "Thread sockets",
                "To publish `{}` by a socket opened for it, and close that, again and again: faster than ZeroMQ lets go of"
                        + " closed ones, so that most go by the shared socket.",
                List.of(of("ThreadSocketBenchmark.publishOnce")));
        section(
                text,
                "Receive",
                "To make text canonical and to see whether it is, to read an envelope, to match a topic, to verify.",
                List.of(
                        of("TextBenchmark").param("bytes", "200"),
                        of("VerifyingBenchmark.(bare|whole)$").param("body", "200")));

        Files.createDirectories(into);
        Files.writeString(into.resolve("calls.md"), text.toString());
        return 0;
    }

    private ChainedOptionsBuilder publish(String via) {
        return of("PublishBenchmark").param("via", via);
    }

    private static ChainedOptionsBuilder one(ChainedOptionsBuilder publish) {
        return publish.param("shape", "RECORD").param("bytes", "200");
    }

    private ChainedOptionsBuilder of(String benchmarks) {
        return new OptionsBuilder()
                .include("org\\.busd\\.benchmarks\\." + benchmarks)
                .addProfiler(GCProfiler.class)
                .measurementIterations(seconds)
                .measurementTime(TimeValue.seconds(1))
                .shouldFailOnError(true);
    }

    private static void section(StringBuilder text, String title, String says, List<ChainedOptionsBuilder> runs)
            throws RunnerException {
        Table table = new Table("call", "µs", "±", "bytes allocated");
        for (ChainedOptionsBuilder run : runs) {
            for (RunResult result : new Runner(run.build()).run()) {
                table.row(cells(result));
            }
        }
        text.append("\n## ")
                .append(title)
                .append("\n\n")
                .append(says)
                .append("\n\n")
                .append(table);
    }

    private static String[] cells(RunResult result) {
        Result<?> time = result.getPrimaryResult();
        double unit = time.getScoreUnit().startsWith("ns") ? 1e3 : 1;
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        return new String[] {
            name(result.getParams()),
            String.format(Locale.ROOT, "%.3f", time.getScore() / unit),
            String.format(Locale.ROOT, "%.3f", time.getScoreError() / unit),
            allocated == null ? "" : String.format(Locale.ROOT, "%.0f", allocated.getScore())
        };
    }

    /** Its method, and what it was given, in JMH's terms. */
    private static String name(BenchmarkParams benchmark) {
        String method =
                benchmark.getBenchmark().substring(benchmark.getBenchmark().lastIndexOf('.') + 1);
        String given = benchmark.getParamsKeys().stream()
                .map(key -> key + " " + benchmark.getParam(key))
                .collect(Collectors.joining(", "));
        int threads = benchmark.getThreads();
        return method + (given.isEmpty() ? "" : ": " + given) + (threads == 1 ? "" : ", threads " + threads);
    }
}

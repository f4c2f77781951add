package org.busd.benchmarks.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All benchmarks, so briefly that their figures mean nothing: to see that they still run. */
@Command(name = "smoke", description = "Runs all benchmarks so briefly that their figures mean nothing.")
final class SmokeCommand implements Callable<Integer> {
    private static final TimeValue BRIEFLY = TimeValue.milliseconds(20);

    @Override
    public Integer call() throws Exception {
        Options options = new OptionsBuilder()
                .include("org\\.busd\\.benchmarks\\.(Publish|ThreadSocket|Text)Benchmark")
                .param("bytes", "200")
                .param("shape", "RECORD", "TO_JSON")
                .param("sign", "none", "x509-es256")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(BRIEFLY)
                .shouldFailOnError(true)
                .build();
        var ignored = new Runner(options).run();
        run(
                new CompareCommand(),
                "--kinds",
                "busd,jeromq,nats,libzmq,pyzmq", // RabbitMQ takes too long to start
                "--rounds",
                "1",
                "--threads",
                "2",
                "--scale",
                "0.02",
                "--rate",
                "2000");
        run(new GoalsCommand(), "--only", "latency", "--rounds", "1", "--scale", "0.02");
        Path into = Files.createTempDirectory("busd-scale-");
        run(new ScaleCommand(), "--only", "threads", "--upto", "8", "--scale", "0.005", "--into", into.toString());
        for (String file : List.of("scale.md", "threads.svg")) {
            Files.delete(into.resolve(file));
        }
        Files.delete(into);
        return 0;
    }

    private static void run(Object command, String... arguments) {
        int code = new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
        if (code != 0) {
            throw new IllegalStateException(
                    command.getClass().getSimpleName() + " " + String.join(" ", arguments) + " ended with " + code);
        }
    }
}

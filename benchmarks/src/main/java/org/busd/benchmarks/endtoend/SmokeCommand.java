package org.busd.benchmarks.endtoend;

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
        return new CommandLine(new CompareCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(
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
    }
}

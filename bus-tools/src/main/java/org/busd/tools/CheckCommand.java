package org.busd.tools;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.busd.config.BusSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bus check}: does the configuration hold, and are those there whom it names. */
@Command(
        name = "check",
        description = "Check the settings: that they can be read, that hosts have addresses, that certificate, key,"
                + " authority and revocation list can be used and are in date. Prints a line for each thing: ok, warning"
                + " or failed, what it is, and how, with tabs between. Exit code 1 if anything failed.",
        footer = {
            "  bus check                                 before a restart",
            "  bus check --live                          does everybody answer who should?",
            "  bus check --live --timeout 3s | grep -v ^ok"
        })
final class CheckCommand implements Callable<Integer> {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private final BusCommand bus;

    @Option(
            names = "--live",
            description =
                    "Also ask at each endpoint whether ZeroMQ answers (of those of one service, one will do), and, at"
                            + " bus.monitoring.endpoint, how the consumers of the daemon are.")
    private boolean live;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long all of it may take, by default 10s. A daemon tells of its consumers every five"
                    + " seconds.")
    private Duration timeout = DEFAULT_TIMEOUT;

    CheckCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    public Integer call() {
        InTime inTime = new InTime(timeout);
        BusSettings settings = bus.settings();
        List<Finding> findings = new ArrayList<>();
        settings.warnings().forEach(warning -> findings.add(Finding.warning("settings", warning)));
        findings.addAll(new EndpointChecks(settings, inTime).findings());
        findings.addAll(KeyChecks.findings(settings, settings.signing().enabled()));
        if (live) {
            findings.addAll(new LiveChecks(settings, inTime).findings());
        }
        Output out = bus.console().out();
        findings.forEach(finding -> out.line(finding.line()));
        return findings.stream().anyMatch(Finding::isFailure) ? ExitCode.FAILED : ExitCode.DONE;
    }
}

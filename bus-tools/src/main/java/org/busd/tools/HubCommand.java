package org.busd.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.busd.Consumer;
import org.busd.Hub;
import org.busd.Producer;
import org.busd.config.BusSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bus hub}: runs other people's consumers. */
@Command(
        name = "hub",
        description = "Run consumers and producers: those that are found on the class path (as services of"
                + " java.util.ServiceLoader), or those named; in either case not those that"
                + " bus.consumers.\"name\".enabled disables. Runs until"
                + " Ctrl-C or SIGTERM; then they finish what has arrived, within bus.shutdown-deadline, and the last line"
                + " says what was done and what was not.",
        footer = {
            "  bus hub --classpath my-consumers.jar",
            "  bus hub --classpath '/opt/billing/lib/*' --list",
            "  bus hub --classpath my-consumers.jar --consumer org.example.InvoiceConsumer"
        })
final class HubCommand implements Callable<Integer> {

    private final BusCommand bus;

    @Option(
            names = "--consumer",
            paramLabel = "CLASS",
            description =
                    "Run this class, an org.busd.Consumer or org.busd.Producer, rather than all that are found. Can"
                            + " be given again.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--classpath",
            paramLabel = "PATH",
            description =
                    "Where they are: a jar, a directory of classes, DIR/* for all jars in one, or several parted by"
                            + " colons. Can be given again.")
    private List<String> classpath = new ArrayList<>();

    @Option(
            names = "--list",
            description =
                    "Print what would run, and what is disabled, a line each: name, enabled or disabled, consumer or"
                            + " producer, topics; and end.")
    private boolean list;

    HubCommand(BusCommand bus) {
        this.bus = bus;
    }

    @Override
    public Integer call() {
        if (list) {
            return list(bus.settings());
        }
        return new Daemon(bus, settings -> HubService.open(bus.console(), settings, classpath, names)).run();
    }

    private int list(BusSettings settings) {
        try (UserClasses classes = UserClasses.load(classpath, names)) {
            for (Consumer consumer : classes.consumers()) {
                print(settings, consumer.name(), "consumer", String.join(" ", consumer.topics()));
            }
            for (Producer producer : classes.producers()) {
                print(settings, producer.name(), "producer", "every " + producer.every());
            }
            if (classes.consumers().isEmpty() && classes.producers().isEmpty()) {
                bus.console().tell("warning: none was found (--classpath)");
            }
        }
        return ExitCode.DONE;
    }

    private void print(BusSettings settings, String name, String kind, String more) {
        String state = Hub.isEnabled(settings, name) ? "enabled" : "disabled";
        bus.console().out().line(String.join("\t", name, state, kind, more));
    }
}

package org.busd.tools;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.busd.BusClient;
import org.busd.BusEncodingException;
import org.busd.BusException;
import org.busd.config.BusSettings;
import org.busd.config.Endpoint;
import org.busd.config.Publish;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bus publish}: says one thing, or one thing a line of standard input. */
@Command(
        name = "publish",
        description = "Publish MESSAGE, or each line of standard input as it comes, as {\"log\": line}; with --json as"
                + " the JSON value it is. Sent through the relay unless --via says otherwise.",
        footer = {
            "  bus publish greeting 'hello, world'                      as <prefix>.<environment>.shell.greeting",
            "  bus publish --modname deploy done '{\"app\":\"shop\"}' --json",
            "  journalctl -f | bus publish journal                      each line, as it comes",
            "  bus publish --via endpoint --wait 30s backup.done ok     wait for somebody to listen"
        })
final class PublishCommand implements Callable<Integer> {

    private static final String MESSAGE = "MESSAGE";
    private static final String VIA = "bus.publish.via";

    private final BusCommand bus;

    @Parameters(
            index = "0",
            paramLabel = "TOPIC",
            description = "The last part of the topic; one that begins with the topic prefix is sent as it is.")
    private String topic = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "MESSAGE",
            description = "What to say; without it each line of standard input is a message.")
    private @Nullable String message;

    @Option(names = "--json", description = "MESSAGE, or each line, is JSON and becomes the body as it is.")
    private boolean json;

    @Option(names = "--modname", paramLabel = "NAME", description = "The part before TOPIC: shell unless given.")
    private String modname = "shell";

    @Option(
            names = "--via",
            paramLabel = "WAY",
            converter = Via.Words.class,
            completionCandidates = Via.Words.class,
            description = "relay (the default): through the relay of this host; endpoint: from an endpoint of this"
                    + " process itself.")
    private @Nullable Via via;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "How long to wait for somebody who listens to the topic: 2s unless given. Nobody by then is"
                    + " a failure (exit code 1).")
    private Duration wait = Duration.ofSeconds(2);

    PublishCommand(BusCommand bus) {
        this.bus = bus;
    }

    /** The ways {@code --via} knows. */
    enum Via {
        RELAY,
        ENDPOINT;

        /** For picocli. */
        static final class Words extends WordConverter<Via> {
            Words() {
                super(Via.class);
            }
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        Body body = json ? Body.json() : Body.log();
        Object only = message == null ? null : body.of(message, MESSAGE);
        BusSettings settings = bus.settings(way());
        Duration ending = settings.publish().settle().plus(settings.publish().linger());
        try (BusClient client = BusClient.open(settings)) {
            if (only == null) {
                publishLines(client, body);
            } else {
                awaitListener(client);
                publish(client, only, MESSAGE);
            }
            long lost = client.shutdown(ending);
            if (lost > 0) {
                throw new FailedException(lost + (lost == 1 ? " message" : " messages")
                        + " could not be handed on within " + ending.toMillis() + " ms");
            }
        }
        return ExitCode.DONE;
    }

    /** {@code --via}, else what {@code --set} says, else the relay, whatever the settings say for programs. */
    private Map<String, String> way() {
        if (via == null && bus.isSet(VIA)) {
            return Map.of();
        }
        return Map.of(VIA, (via == null ? Via.RELAY : via).name().toLowerCase(Locale.ROOT));
    }

    private void publishLines(BusClient client, Body body) throws InterruptedException {
        LineReader lines =
                new LineReader(bus.console().in(), client.settings().publish().maxMessageSize());
        for (String line = lines.next(); line != null; line = lines.next()) {
            String where = lines.where();
            Object value = body.of(line, where);
            if (lines.lineNumber() == 1) {
                awaitListener(client);
            }
            publish(client, value, where);
        }
    }

    private void publish(BusClient client, Object body, String where) {
        try {
            client.publish(modname, topic, body);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage())); // the topic or the modname
        } catch (BusEncodingException e) {
            throw new UsageException(where + ": " + e.getMessage());
        } catch (BusException e) {
            throw new FailedException(where + ": " + e.getMessage());
        }
    }

    private void awaitListener(BusClient client) throws InterruptedException {
        BusSettings settings = client.settings();
        if (settings.publish().via() == Publish.Via.NONE) {
            return;
        }
        String full = fullTopic(settings);
        boolean heard;
        try {
            heard = client.awaitSubscribers(full, 1, wait);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage())); // the topic or the modname
        }
        if (!heard) {
            throw new FailedException("nobody listens to " + full + " " + place(client) + " (waited " + wait.toMillis()
                    + " ms), nothing was published");
        }
    }

    private String fullTopic(BusSettings settings) {
        String prefix = settings.topicPrefix();
        boolean full = topic.equals(prefix) || topic.startsWith(prefix + ".");
        return full ? topic : prefix + "." + settings.environment() + "." + modname + "." + topic;
    }

    private static String place(BusClient client) {
        List<Endpoint> endpoints = client.publishingEndpoints();
        boolean relay = client.settings().publish().via() == Publish.Via.RELAY;
        StringJoiner place = new StringJoiner(", ", relay ? "through the relay at " : "at ", "");
        endpoints.forEach(endpoint -> place.add(endpoint.toString()));
        return place.toString();
    }
}

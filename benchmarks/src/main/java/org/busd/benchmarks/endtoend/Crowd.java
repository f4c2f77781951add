package org.busd.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.busd.tools.FreePorts;

/** Some publisher processes of bus.d, and a subscriber process with some subscriptions, each to all of them. */
final class Crowd implements AutoCloseable {
    private static final double NANOS = 1e9;
    private static final double PACED_SECONDS = 2;
    private static final long FEWEST = 10;

    private final Peer subscriber;
    private final Shape shape;
    private final List<Peer> publishers = new ArrayList<>();

    private Crowd(Peer subscriber, Shape shape) {
        this.subscriber = subscriber;
        this.shape = shape;
    }

    /**
     * How many of what.
     *
     * @param endpoints how many are listed, of which the publishers take the first
     * @param subscribers how many subscriptions, all of one process
     * @param topics how many prefixes each of them asks for
     * @param bytes of a body
     */
    record Shape(int publishers, int threads, int subscribers, int endpoints, int topics, int bytes) {}

    /** What they did together; {@code published} is of the first publisher. */
    record Result(Figures published, Figures received, double receivedPerSecond, double lost) {}

    static Crowd start(Site site, Shape shape) throws IOException {
        Path directory = Files.createDirectories(site.directory().resolve("crowd"));
        int port = FreePorts.row(shape.endpoints());
        List<String> settings = List.of(
                "endpoints.local=[\"tcp://127.0.0.1:" + port + "-" + (port + shape.endpoints() - 1) + "\"]",
                "publish.patience=20s",
                Kind.SUBSCRIPTIONS + "=" + shape.subscribers(),
                Kind.TOPICS + "=" + shape.topics());
        Peer subscriber = Peer.start(directory, "subscriber", command(site, "subscribe", shape, settings));
        Crowd crowd = new Crowd(subscriber, shape);
        try {
            subscriber.awaitReady();
            for (int i = 0; i < shape.publishers(); i++) {
                List<String> own = new ArrayList<>(settings);
                own.add(Kind.FIRST_THREAD + "=" + i * shape.threads());
                crowd.publishers.add(Peer.start(directory, "publisher-" + i, command(site, "publish", shape, own)));
            }
            for (Peer publisher : crowd.publishers) {
                publisher.awaitReady();
            }
            return crowd;
        } catch (IOException | RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    private static List<String> command(Site site, String role, Shape shape, List<String> settings) {
        return Kind.BUSD.command(site.tools(), role, 0, shape.threads(), shape.bytes(), settings);
    }

    /** As fast as it goes: {@code count} messages of each publisher. */
    Result run(long count) throws IOException {
        return run(count, 0);
    }

    /** For two seconds or some more, that many messages a second in all subscriptions together. */
    Result paced(double receivedPerSecond) throws IOException {
        double rate = receivedPerSecond / shape.subscribers() / shape.publishers();
        return run(Math.max((long) (PACED_SECONDS * rate), Math.max(FEWEST, shape.threads())), rate);
    }

    /** The heap in use of the first publisher. */
    long publisherHeapBytes() throws IOException {
        publishers.get(0).order("heap");
        return Long.parseLong(publishers.get(0).answer());
    }

    /** The heap in use of the subscriber. */
    long subscriberHeapBytes() throws IOException {
        subscriber.order("heap");
        return Long.parseLong(subscriber.answer());
    }

    /** Has each publisher publish so many messages; returns when all subscriptions have all, or for long nothing came. */
    private Result run(long count, double rate) throws IOException {
        subscriber.order("clear");
        String ignored = subscriber.answer();
        for (Peer publisher : publishers) {
            publisher.order("publish " + count + " " + rate);
        }
        double published = 0;
        double start = Double.MAX_VALUE;
        List<Figures> publishing = new ArrayList<>();
        for (Peer publisher : publishers) {
            Figures figures = Figures.parse(publisher.answer());
            publishing.add(figures);
            published += figures.get("published");
            start = Math.min(start, figures.get("startNanos"));
        }
        double expected = published * shape.subscribers();
        subscriber.order("await " + (long) expected);
        Figures received = Figures.parse(subscriber.answer());
        return new Result(
                publishing.get(0),
                received,
                received.get("received") * NANOS / (received.get("lastNanos") - start),
                expected - received.get("received"));
    }

    @Override
    public void close() {
        publishers.forEach(Peer::close);
        subscriber.close();
    }
}

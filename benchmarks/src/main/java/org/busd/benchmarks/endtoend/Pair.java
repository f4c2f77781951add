package org.busd.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.busd.tools.FreePorts;

/** A publisher process and a subscriber process of one kind, and the server between them where it has one. */
final class Pair implements AutoCloseable {
    private final Optional<Broker> broker;
    private final Peer subscriber;
    private final Peer publisher;

    private Pair(Optional<Broker> broker, Peer subscriber, Peer publisher) {
        this.broker = broker;
        this.subscriber = subscriber;
        this.publisher = publisher;
    }

    /**
     * Starts them, at free ports.
     *
     * @param settings for bus.d
     */
    static Pair start(Tools tools, Path directory, Kind kind, int threads, int bytes, List<String> settings)
            throws Exception {
        Path own = Files.createDirectories(directory.resolve(kind.name().toLowerCase(Locale.ROOT)));
        int port = FreePorts.row(kind.ports(threads));
        Optional<Broker> broker = kind.broker(own, port);
        List<AutoCloseable> started = new ArrayList<>(broker.stream().toList());
        try {
            Peer subscriber =
                    Peer.start(own, "subscriber", kind.command(tools, "subscribe", port, threads, bytes, settings));
            started.add(0, subscriber);
            subscriber.awaitReady();
            Peer publisher =
                    Peer.start(own, "publisher", kind.command(tools, "publish", port, threads, bytes, settings));
            started.add(0, publisher);
            publisher.awaitReady();
            return new Pair(broker, subscriber, publisher);
        } catch (IOException | RuntimeException e) {
            for (AutoCloseable one : started) {
                one.close();
            }
            throw e;
        }
    }

    /** Has {@code count} messages published, {@code rate} a second or as fast as it can (0); returns when they have come. */
    Run run(long count, double rate) throws IOException {
        subscriber.order("clear");
        String ignored = subscriber.answer();
        long brokerCpu = brokerCpuNanos();
        publisher.order("publish " + count + " " + rate);
        Figures published = Figures.parse(publisher.answer());
        subscriber.order("await " + (long) published.get("published"));
        Figures received = Figures.parse(subscriber.answer());
        return new Run(
                published,
                received,
                brokerCpuNanos() - brokerCpu,
                broker.isPresent() ? broker.get().residentBytes() : 0);
    }

    long publisherPid() {
        return publisher.pid();
    }

    private long brokerCpuNanos() throws IOException {
        return broker.isPresent() ? broker.get().cpuNanos() : 0;
    }

    @Override
    public void close() {
        publisher.close();
        subscriber.close();
        broker.ifPresent(Broker::close);
    }
}

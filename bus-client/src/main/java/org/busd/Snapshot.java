package org.busd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.busd.internal.publish.PublishCounters;
import org.busd.internal.publish.Publisher;
import org.busd.internal.publish.SocketEnd;
import org.busd.internal.publish.TimeBuckets;
import org.busd.internal.subscribe.SubscribeCounters;
import org.busd.internal.transport.PeerCounters;
import org.busd.signing.Reason;

/**
 * Makes a {@link BusMetrics} of counters that others count on meanwhile. What follows from something else is read before
 * it, so that it never seems to be more.
 */
final class Snapshot {
    private Snapshot() {}

    static BusMetrics of(Publisher publisher, SubscribeCounters subscribing, long queuedReceived, PeerCounters peers) {
        PublishCounters publishing = publisher.counters();
        PublishTimes times = times(publishing.times());
        long handedOn = publishing.handedOnSum();
        long dropped = publishing.droppedSum();
        Map<BusMetrics.SocketEnd, Long> ends = ends(publishing);
        long opened = publishing.threadSocketsOpenedSum();
        long closed = ends.values().stream().mapToLong(Long::longValue).sum();
        return new BusMetrics(
                // A message may come out of the outlet before its publisher has counted it.
                Math.max(publishing.publishedSum(), handedOn + dropped),
                publishing.publishedBytesSum(),
                times,
                publishing.refusedSum(),
                handedOn,
                dropped,
                publisher.queuedMessages(),
                publisher.queuedBytes(),
                publishing.episodes().heldBackSum(),
                publishing.episodes().heldBackTime(),
                publishing.episodes().droppingSum(),
                Math.toIntExact(opened - closed),
                opened,
                ends,
                subscribing.receivedSum(),
                queuedReceived,
                subscribing.discardedSum(),
                subscribing.handlerFailuresSum(),
                deadLetters(subscribing),
                peers.turnedAwaySum(),
                peers.endedSum());
    }

    private static PublishTimes times(TimeBuckets times) {
        Duration total = times.total();
        long[] counts = times.cumulated();
        List<PublishTimes.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < times.bounds(); i++) {
            buckets.add(new PublishTimes.Bucket(times.bound(i), counts[i]));
        }
        return new PublishTimes(counts[times.bounds()], total, List.copyOf(buckets));
    }

    private static Map<BusMetrics.SocketEnd, Long> ends(PublishCounters publishing) {
        Map<BusMetrics.SocketEnd, Long> ends = new EnumMap<>(BusMetrics.SocketEnd.class);
        for (SocketEnd end : SocketEnd.values()) {
            ends.put(BusMetrics.SocketEnd.valueOf(end.name()), publishing.threadSocketsClosedSum(end));
        }
        return Map.copyOf(ends);
    }

    private static Map<Reason, Long> deadLetters(SubscribeCounters subscribing) {
        Map<Reason, Long> dead = new EnumMap<>(Reason.class);
        for (Reason reason : Reason.values()) {
            dead.put(reason, subscribing.badSum(reason));
        }
        return Map.copyOf(dead);
    }
}

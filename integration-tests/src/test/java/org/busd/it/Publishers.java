package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Several {@link Publisher} processes of a site, all started before any is waited for, and what they said. */
final class Publishers {
    private final List<JavaProcess> processes = new ArrayList<>();
    private final int threads;
    private final int messages;
    private final Duration wait;

    private long published;
    private long returned;
    private long dropEpisodes;
    private final List<Long> millis = new ArrayList<>();

    Publishers(Site site, int count, int threads, int messages, Duration wait) throws IOException {
        this.threads = threads;
        this.messages = messages;
        this.wait = wait;
        for (int i = 0; i < count; i++) {
            processes.add(site.start(
                    Publisher.class,
                    Integer.toString(i),
                    Integer.toString(threads),
                    Integer.toString(messages),
                    "return"));
        }
    }

    /** Waits until all have published everything and ended by themselves. */
    Publishers awaitEnd() throws InterruptedException {
        for (JavaProcess process : processes) {
            Report report = Report.parse(process.awaitLine("returned ", wait));
            assertThat(report.get("returned")).isEqualTo((long) threads * messages);
            published += report.get("published");
            returned += report.get("returned");
            dropEpisodes += report.get("dropEpisodes");
            millis.add(report.get("ms"));
        }
        for (JavaProcess process : processes) {
            assertThat(process.awaitExit(wait)).as(process::tails).isZero();
        }
        return this;
    }

    long published() {
        return published;
    }

    long returned() {
        return returned;
    }

    /** How often a subscriber was given up, and lost messages. */
    long dropEpisodes() {
        return dropEpisodes;
    }

    /** How long each took to publish, from the start of its main. */
    List<Long> millis() {
        return List.copyOf(millis);
    }
}

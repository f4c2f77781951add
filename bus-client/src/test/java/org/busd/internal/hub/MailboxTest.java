package org.busd.internal.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.busd.Waiting;
import org.busd.internal.hub.Mailbox.Letter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MailboxTest {
    private final AtomicLong now = new AtomicLong();

    private Mailbox<String> mailbox(int capacity, long maxBytes) {
        return new Mailbox<>(capacity, maxBytes, now::get);
    }

    @Test
    void givesALaneOutInItsOrderAndNeverTwoAtATime() {
        Mailbox<String> mailbox = mailbox(10, 100);
        mailbox.offer("a1", 1, "a");
        mailbox.offer("a2", 1, "a");
        mailbox.offer("b1", 1, "b");
        mailbox.offer("free", 1, null);

        Letter<String> first = mailbox.take();
        assertThat(first.content()).isEqualTo("a1");
        assertThat(mailbox.take().content()).isEqualTo("b1");
        assertThat(mailbox.take().content()).isEqualTo("free");
        assertThat(mailbox.waiting()).isEqualTo(1);
        mailbox.done(first);
        assertThat(mailbox.take().content()).isEqualTo("a2");
    }

    @Test
    void holdsAllThatIsWorkedOnToItsBounds() {
        Mailbox<String> mailbox = mailbox(2, 100);
        assertThat(mailbox.offer("1", 1, null)).isTrue();
        Letter<String> worked = mailbox.take();
        assertThat(mailbox.offer("2", 1, null)).isTrue();
        assertThat(mailbox.offer("3", 1, null)).isFalse();
        mailbox.done(worked);
        assertThat(mailbox.offer("3", 1, null)).isTrue();

        Mailbox<String> heavy = mailbox(10, 100);
        assertThat(heavy.offer("huge", 1000, null)).isTrue();
        assertThat(heavy.offer("small", 1, null)).isFalse();
        heavy.done(heavy.take());
        assertThat(heavy.offer("half", 50, null)).isTrue();
        assertThat(heavy.offer("other half", 50, null)).isTrue();
        assertThat(heavy.offer("drop", 1, null)).isFalse();
    }

    @Test
    void aLaneThatFailedSleepsAndTheOthersGoOn() {
        Mailbox<String> mailbox = mailbox(10, 100);
        mailbox.offer("a1", 1, "a");
        mailbox.offer("a2", 1, "a");
        mailbox.again(mailbox.take(), 1000);
        mailbox.offer("b1", 1, "b");
        mailbox.done(mailbox.take());
        mailbox.offer("b2", 1, "b");
        assertThat(mailbox.take().content()).isEqualTo("b2");

        now.set(1000);
        Letter<String> again = mailbox.take();
        assertThat(again.content()).isEqualTo("a1");
        assertThat(again.attempts()).isEqualTo(2);
    }

    @Test
    void aWorkerThatWaitsHearsOfTheSleepOfAnother() throws Exception {
        Mailbox<String> mailbox = new Mailbox<>(10, 100, System::nanoTime);
        mailbox.offer("a1", 1, "a");
        Letter<String> letter = mailbox.take();
        Waiting<String> waiting = Waiting.in(() -> mailbox.take().content());
        mailbox.again(letter, Duration.ofMillis(50).toNanos());
        assertThat(waiting.result()).isEqualTo("a1");
    }

    @Test
    void completesWithWhatIsInItAlsoWithWhatSleeps() {
        Mailbox<String> mailbox = mailbox(10, 100);
        mailbox.offer("a1", 1, "a");
        mailbox.again(mailbox.take(), 1_000_000_000_000L);
        mailbox.complete();
        assertThat(mailbox.offer("late", 1, null)).isFalse();
        assertThat(mailbox.put("late", 1, null)).isFalse();
        Letter<String> last = mailbox.take();
        assertThat(last.content()).isEqualTo("a1");
        mailbox.done(last);
        assertThat(mailbox.take()).isNull();
    }

    @Test
    void countsWhatItDiscards() {
        Mailbox<String> mailbox = mailbox(10, 100);
        mailbox.offer("1", 1, null);
        mailbox.offer("2", 1, null);
        Letter<String> worked = mailbox.take();
        assertThat(mailbox.discard()).isEqualTo(2);
        mailbox.done(worked);
        assertThat(mailbox.take()).isNull();
        assertThat(mailbox.waiting()).isZero();
        assertThat(mailbox.discard()).isZero();
    }

    @Test
    void whoWaitsForRoomGetsIt() throws Exception {
        Mailbox<String> mailbox = mailbox(1, 100);
        mailbox.offer("1", 1, null);
        Waiting<Boolean> waiting = Waiting.in(() -> mailbox.put("2", 1, null));
        mailbox.done(mailbox.take());
        assertThat(waiting.result()).isTrue();
        assertThat(mailbox.take().content()).isEqualTo("2");
    }

    @Test
    void keepsTheOrderOfEachLaneWithManyWorkersWhateverFails() throws Exception {
        Mailbox<int[]> mailbox = new Mailbox<>(100, 1_000_000, System::nanoTime);
        Map<Integer, List<Integer>> seen = new HashMap<>();
        for (int lane = 0; lane < 20; lane++) {
            seen.put(lane, Collections.synchronizedList(new ArrayList<>()));
        }
        List<Thread> workers = new ArrayList<>();
        for (int w = 0; w < 8; w++) {
            int seed = w;
            Thread worker = new Thread(() -> {
                Random random = new Random(seed);
                Letter<int[]> letter;
                while ((letter = mailbox.take()) != null) {
                    if (random.nextInt(10) == 0) {
                        mailbox.again(letter, random.nextInt(200_000));
                    } else {
                        seen.get(letter.content()[0]).add(letter.content()[1]);
                        mailbox.done(letter);
                    }
                }
            });
            worker.start();
            workers.add(worker);
        }
        for (int n = 0; n < 20_000; n++) {
            mailbox.put(new int[] {n % 20, n}, 4, n % 20);
        }
        mailbox.complete();
        for (Thread worker : workers) {
            worker.join();
        }
        assertThat(seen.values())
                .allSatisfy(lane -> assertThat(lane).hasSize(1000).isSorted());
    }
}

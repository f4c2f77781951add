package org.busd.it;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.busd.Bus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Program: eight threads log and publish by turns; where logs are published, too, all of it goes by the same bus. */
final class LoggingPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingPublisher.class);
    private static final int THREADS = 8;
    private static final int MESSAGES = 50;

    private LoggingPublisher() {}

    public static void main(String[] arguments) throws Exception {
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int t = 0; t < THREADS; t++) {
            String from = "thread" + t;
            new Thread(() -> {
                        for (int n = 0; n < MESSAGES; n++) {
                            LOG.info("{} publishes {}", from, n);
                            Bus.publish("numbered", Map.of("from", from, "n", n));
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        Console.say("returned " + (THREADS * MESSAGES + PublishingLogs.RETURNED.get()) + " published "
                + Bus.metrics().published() + " logs " + PublishingLogs.RETURNED + " refused "
                + PublishingLogs.REFUSED);
    }
}

package org.busd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.TestInfo;

/** A peer in Python, written from the wire format alone. */
class PythonPeerIT {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int MESSAGES = 1_000;

    @Repeated
    void whatPythonPublishesIsHeard(TestInfo test) throws Exception {
        String python = PythonInterpreter.withZmq();
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            Listener listener = site.listen("org.example.dev.python");
            JavaProcess publisher = site.start(
                    "python", peer(python, "publish", List.of(site.endpoints().get(0), Integer.toString(MESSAGES))));
            long returned = Report.parse(publisher.awaitLine("returned ", LONG)).get("returned");
            Report heard = listener.await(MESSAGES, LONG);

            new Tally(MESSAGES, returned, heard.get("received")).print(test, start);
            assertThat(heard)
                    .as(site::tails)
                    .isEqualTo(Report.parse("received 1000 repeated 0 disordered 0 missing 0 senders 1"));
        }
    }

    @Repeated
    void whatPythonReceivesIsWhatItWouldHaveWrittenItself(TestInfo test) throws Exception {
        String python = PythonInterpreter.withZmq();
        long start = System.nanoTime();
        try (Site site = new Site(test).unhurried()) {
            int kinds = Kinds.all().size();
            int texts = ForeignText.TEXTS.size();
            int all = kinds + texts + MESSAGES;
            List<String> arguments = new ArrayList<>(List.of(Integer.toString(all)));
            arguments.addAll(site.endpoints());
            JavaProcess subscriber = site.start("python", peer(python, "receive", arguments));
            subscriber.awaitLine("ready", LONG);

            long published = 0;
            long returned = 0;
            for (JavaProcess publisher : List.of(
                    site.start(Kinds.class),
                    site.start(ForeignText.class),
                    site.start(Publisher.class, "0", "4", Integer.toString(MESSAGES / 4), "return"))) {
                Report said = Report.parse(publisher.awaitLine("returned ", LONG));
                published += said.get("published");
                returned += said.get("returned");
            }
            Report heard = Report.parse(subscriber.awaitLine("summed ", LONG.multipliedBy(2)));
            new Tally(published, returned, heard.get("summed")).print(test, start);
            assertThat(heard).as(site::tails).isEqualTo(Report.parse("summed " + all + " canonical " + all));
        }
    }

    private static List<String> peer(String python, String what, List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of(python, Site.resource("fedmsg_peer.py").toString(), what));
        command.addAll(arguments);
        return command;
    }
}

package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody does first who has two hosts. */
class FirstStepsIT {
    @RegisterExtension
    final Fleet fleet = new Fleet();

    @Test
    void whatIsPublishedOnOneHostIsPrintedOnAnother() throws Exception {
        fleet.site("""
                bus.endpoints."shell.app01" = ["tcp://app01:4022-4025"]
                """);
        Host app01 = fleet.host("app01");
        Host desk = fleet.host("desk");
        fleet.start();

        HostProcess tail = desk.bus("tail", "--count", "2", "--timeout", "60s", "--query", "msg.log");
        HostProcess publish = app01.environment("BUS_NAME", "shell.app01")
                .start(
                        "bus-publish",
                        List.of(
                                "sh",
                                "-c",
                                "printf 'hello\\nworld\\n' | bus publish --via endpoint --wait 60s greeting"));

        assertThat(publish.awaitExit(HostProcess.LONG)).as(publish::tails).isZero();
        assertThat(tail.awaitExit(HostProcess.LONG)).as(tail::tails).isZero();
        assertThat(tail.awaitLine("", HostProcess.LONG)).isEqualTo("\"hello\"");
        assertThat(tail.awaitLine("", HostProcess.LONG)).isEqualTo("\"world\"");
    }
}

package org.busd.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import org.busd.it.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testcontainers.containers.Container.ExecResult;

/** Drop-ins as an operator uses them: a package's, a site's, a host's, and then the environment. */
class DropInsIT {
    private static final String PACKAGE = """
            bus {
              topic-prefix = com.example
              environment = stg
              publish { linger = 2s, patience = 2s }
            }
            """;
    private static final String SITE = """
            bus {
              environment = prod
              publish.linger = 3s
              endpoints { shop.app01 = ["tcp://app01:4022"], shop.app02 = ["tcp://app02:4022"] }
            }
            """;

    @RegisterExtension
    final Fleet fleet = new Fleet();

    @Test
    void eachWinsOverTheOneBeforeAndABrokenOneStopsItsHostAndNobodyElse(TestInfo test) throws Exception {
        fleet.site(SITE);
        Host app01 = fleet.host("app01").dropIn("10-base.conf", PACKAGE).dropIn("90-host.conf", """
                bus {
                  publish.linger = 4s
                }
                """);
        Host app02 = fleet.host("app02").dropIn("10-base.conf", PACKAGE);
        Host broken = fleet.host("broken").dropIn("10-base.conf", PACKAGE).dropIn("90-host.conf", """
                bus {
                  publish {
                    lingr = 4s
                  }
                  zmq.heartbeat = soon
                }
                """);
        Host desk = fleet.host("desk").dropIn("10-base.conf", PACKAGE);
        fleet.start();

        assertThat(origin(app01, "topic-prefix")).isEqualTo("\"com.example\"  # /etc/bus.d/10-base.conf:2");
        assertThat(origin(app01, "environment")).isEqualTo("\"prod\"  # /etc/bus.d/50-site.conf:2");
        assertThat(origin(app01, "publish.patience")).isEqualTo("\"2s\"  # /etc/bus.d/10-base.conf:4");
        assertThat(origin(app01, "publish.linger")).isEqualTo("\"4s\"  # /etc/bus.d/90-host.conf:2");
        assertThat(origin(app02, "publish.linger")).isEqualTo("\"3s\"  # /etc/bus.d/50-site.conf:3");
        assertThat(app01.sh("BUS_PUBLISH_LINGER=5s bus config publish.linger --origins"))
                .isEqualTo("bus.publish.linger = \"5s\"  # environment variable BUS_PUBLISH_LINGER\n");

        HostListener listener = desk.listen();
        for (String command : new String[] {"relay", "gateway", "tail --count 1", "publish greeting hello"}) {
            ExecResult stopped = broken.run("bus " + command);
            assertThat(stopped.getExitCode()).as(command).isEqualTo(2);
            assertThat(stopped.getStdout()).isEmpty();
            assertThat(stopped.getStderr())
                    .as(command)
                    .contains("/etc/bus.d/90-host.conf:3: bus.publish.lingr")
                    .contains("did you mean bus.publish.linger?")
                    .contains("/etc/bus.d/90-host.conf:5: bus.zmq.heartbeat")
                    .doesNotContain("\tat ");
        }
        HostProcess program =
                broken.environment("BUS_NAME", "shop.app02").program("Publisher", "broken", "1", "1", "return");
        assertThat(program.awaitExit(HostProcess.LONG)).isNotZero();
        assertThat(program.tails()).contains("/etc/bus.d/90-host.conf:3: bus.publish.lingr");

        long published = 0;
        long returned = 0;
        for (Host host : new Host[] {app01, app02}) {
            host.environment("BUS_NAME", "shop." + host.name());
            HostProcess publisher = host.program("Publisher", host.name(), "2", "50", "return", "1");
            Report said = Report.parse(publisher.awaitLine("returned ", HostProcess.LONG));
            published += said.get("published");
            returned += said.get("returned");
        }
        Report heard = listener.await(200, HostProcess.LONG);
        new Account("desk", published, returned, heard.get("received")).print(test, "full speed");
        assertThat(returned).isEqualTo(200);
        assertThat(heard).isEqualTo(Report.parse("received 200 repeated 0 disordered 0 missing 0 senders 4"));

        broken.dropIn("90-host.conf", "");
        assertThat(origin(broken, "publish.linger")).isEqualTo("\"3s\"  # /etc/bus.d/50-site.conf:3");
    }

    private static String origin(Host host, String key) throws Exception {
        String line = host.sh("bus config " + key + " --origins").strip();
        assertThat(line).startsWith("bus." + key + " = ");
        return line.substring(("bus." + key + " = ").length());
    }
}

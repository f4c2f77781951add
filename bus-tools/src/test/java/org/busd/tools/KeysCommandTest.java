package org.busd.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.busd.tools.ToolFixture.bus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {
    @TempDir
    Path dir;

    private String ca() {
        return dir.resolve("ca").toString();
    }

    @Test
    void anAuthorityIssuesAndRevokes() throws Exception {
        ToolFixture.Result made = bus("keys", "init", ca()).endedWith(0);
        assertThat(made.out()).as("no data").isEmpty();
        assertThat(made.err()).contains("ca.crt", "crl.pem", "bus.validation.ca");
        bus("keys", "issue", ca(), "app01.example.org").endedWith(0);
        bus("keys", "issue", "--type", "rsa", ca(), "old").endedWith(0);
        bus("keys", "issue", ca(), "new", "--type", "ed25519").endedWith(0);
        try (Stream<Path> files = Files.list(dir.resolve("ca"))) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "ca.crt",
                            "ca.key",
                            "crl.pem",
                            "app01.example.org.crt",
                            "app01.example.org.key",
                            "old.crt",
                            "old.key",
                            "new.crt",
                            "new.key");
        }
        for (String key : new String[] {"ca.key", "app01.example.org.key", "old.key", "new.key"}) {
            assertThat(Files.getPosixFilePermissions(dir.resolve("ca").resolve(key)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        assertThat(bus("keys", "revoke", ca(), "old").endedWith(0).err()).contains("revoked old; give ");
        assertThat(bus("keys", "revoke", ca(), "old").endedWith(0).err()).contains("was revoked already");
        assertThat(bus("keys", "renew", ca()).endedWith(0).err())
                .isEqualTo("bus: renewed " + ca() + "/crl.pem; give it to those who verify\n");
    }

    @Test
    void whatDidNotHappenEndsWithOneAndOneMessage() {
        bus("keys", "init", ca()).endedWith(0);
        assertThat(bus("keys", "init", ca()).endedWith(1).err())
                .isEqualTo("bus: " + ca() + "/ca.key: exists already, and is never overwritten: move it away first\n");
        bus("keys", "issue", ca(), "a").endedWith(0);
        assertThat(bus("keys", "issue", ca(), "a").endedWith(1).err()).contains("a.key: exists already");
        assertThat(bus("keys", "revoke", ca(), "b").endedWith(1).err()).contains("b.crt: there is no such file");
        assertThat(bus("keys", "renew", dir.resolve("none").toString())
                        .endedWith(1)
                        .err())
                .contains("none/ca.crt: there is no such file");
        assertThat(bus("keys", "issue", dir.resolve("none").toString(), "a")
                        .endedWith(1)
                        .err())
                .contains("none/ca.crt: there is no such file");
    }

    @Test
    void wrongUsageEndsWithTwo() {
        bus("keys", "init", ca()).endedWith(0);
        assertThat(bus("keys").endedWith(2).err()).contains("Missing a command");
        assertThat(bus("keys", "issue", ca(), "../a").endedWith(2).err()).contains("is no name for a certificate");
        assertThat(bus("keys", "issue", ca(), "ca").endedWith(2).err()).contains("the authority itself");
        assertThat(bus("keys", "issue", ca(), "a", "--type", "dsa").endedWith(2).err())
                .contains("'dsa' is none of rsa, ec, ed25519");
        bus("keys", "issue", ca()).endedWith(2);
    }
}

package org.busd.it.containers;

import java.io.IOException;

/** An authority that {@code bus keys} made on a host of its own, and whose files are brought to others by hand. */
final class Authority {
    /** Where keys and trusted authorities are on every host. */
    static final String DIRECTORY = "/etc/pki/bus";

    private static final String MADE = "/root/authority";

    private final Host desk;
    private final String certificate;
    private final String revoked;

    /** One that is made on {@code desk}. */
    Authority(Host desk) throws IOException, InterruptedException {
        this.desk = desk;
        desk.sh("bus keys init " + MADE);
        certificate = desk.sh("cat " + MADE + "/ca.crt");
        revoked = desk.sh("cat " + MADE + "/crl.pem");
    }

    /** What {@code host} needs to verify. */
    void isTrustedBy(Host host) throws IOException, InterruptedException {
        host.file(DIRECTORY + "/ca.crt", certificate).file(DIRECTORY + "/crl.pem", revoked);
        host.dropIn("60-trust.conf", """
                bus.validation { ca = "%1$s/ca.crt", crl = "%1$s/crl.pem" }
                """.formatted(DIRECTORY));
    }

    /** A certificate for {@code name}, which {@code host} signs with from now on. */
    void certifies(String name, Host host, String... options) throws IOException, InterruptedException {
        String both = desk.sh("cd " + MADE + " && bus keys issue . " + name + " " + String.join(" ", options)
                + " && cat " + name + ".crt " + name + ".key");
        int key = both.indexOf("-----BEGIN", 1);
        host.file(DIRECTORY + "/" + name + ".crt", both.substring(0, key));
        host.file(DIRECTORY + "/" + name + ".key", both.substring(key), 0600);
        host.dropIn("70-signing.conf", """
                bus.signing { enabled = true, certificate = "%1$s/%2$s.crt", key = "%1$s/%2$s.key" }
                """.formatted(DIRECTORY, name));
    }
}

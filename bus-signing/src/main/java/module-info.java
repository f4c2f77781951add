/** Canonical JSON, signatures and trust; knows nothing of sockets or configuration files. */
module org.busd.signing {
    requires static org.jspecify;
    requires transitive com.fasterxml.jackson.core;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.util;
    requires org.slf4j;

    exports org.busd.signing;
}

/** Canonical JSON, signatures and trust; knows nothing of sockets or configuration files. */
module org.busd.signing {
    requires static org.jspecify;
    requires transitive com.fasterxml.jackson.core;

    exports org.busd.signing;
}

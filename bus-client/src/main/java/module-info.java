/**
 * Publishing to and subscribing from a bus: {@link org.busd.Bus} for most programs, {@link org.busd.BusClient}
 * where one instance a process is not enough.
 */
module org.busd.client {
    requires transitive com.fasterxml.jackson.databind;
    requires transitive org.busd.config;
    requires transitive org.busd.signing;
    requires org.slf4j;
    requires org.zeromq.jeromq;
    requires static transitive org.jspecify;

    uses org.busd.Consumer;
    uses org.busd.Producer;

    exports org.busd;
    exports org.busd.actor;
    exports org.busd.testing;
}

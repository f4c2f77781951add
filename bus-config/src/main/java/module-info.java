/**
 * The settings of bus.d: finds and merges the configuration's drop-ins and hands out one immutable, typed
 * {@link org.busd.config.BusSettings}. Knows nothing of sockets.
 */
module org.busd.config {
    requires static org.jspecify;
    requires typesafe.config;

    exports org.busd.config;
}

/** config */
module org.busd.config {
    requires static org.jspecify;

    exports org.busd.config;
}

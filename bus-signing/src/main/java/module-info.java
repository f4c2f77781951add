/** signing */
module org.busd.signing {
    requires static org.jspecify;

    exports org.busd.signing;
}

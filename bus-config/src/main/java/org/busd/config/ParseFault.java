package org.busd.config;

import com.typesafe.config.ConfigException;

/** The parser's own words, without what is said elsewhere or does not apply here. */
final class ParseFault {
    private ParseFault() {}

    static String origin(ConfigException fault, String otherwise) {
        return fault.origin() == null ? otherwise : Origins.of(fault.origin());
    }

    static String message(ConfigException fault) {
        String said = String.valueOf(fault.getMessage());
        String origin = fault.origin() == null ? "" : fault.origin().description() + ": ";
        String message = said.startsWith(origin) ? said.substring(origin.length()) : said;
        return "syntax error: "
                + message.replace(", or you may be able to rename the file .properties rather than .conf", "")
                        // It says so at the end of a file that leaves a block open, too.
                        .replace("a close parentheses ')'", "a closing brace '}' or parenthesis ')'");
    }
}

package org.busd.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;

/** Text as JSON writes it. */
final class JsonText {
    private JsonText() {}

    static String quoted(String text) {
        return ConfigUtil.quoteString(text);
    }

    static String unquoted(String json) {
        return json.startsWith("\"") ? ConfigFactory.parseString("v=" + json).getString("v") : json;
    }
}

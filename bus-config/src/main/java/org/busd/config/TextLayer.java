package org.busd.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings given as pairs of texts: in the environment, as properties, by the program. Confined to one load. */
final class TextLayer {
    private final Problems problems;
    private Config config = ConfigFactory.empty();

    TextLayer(Problems problems) {
        this.problems = problems;
    }

    Config config() {
        return config;
    }

    /** Sets a key, which may come with or without the leading {@code bus.}. */
    void set(String key, String text, String origin) {
        try {
            List<String> path = new ArrayList<>(ConfigUtil.splitPath(key));
            if (path.get(0).equals(Key.ROOT)) {
                path.remove(0);
            }
            if (path.isEmpty()) {
                refuse(key, text, origin, "is a block: name one of its keys");
            } else {
                put(Place.of(path), text, origin);
            }
        } catch (ConfigException.BadPath notAKey) {
            refuse(key, text, origin, "is not a key: must be words parted by single dots");
        }
    }

    private void put(Place place, String text, String origin) {
        List<String> path = new ArrayList<>(place.path());
        path.add(0, Key.ROOT);
        try {
            ConfigValue value = TextValue.read(place.shape(), text, origin);
            // Block by block, so that each of them has the origin too.
            for (int i = path.size() - 1; i >= 0; i--) {
                value = ConfigValueFactory.fromMap(Map.of(path.get(i), value), origin);
            }
            config = ((ConfigObject) value).toConfig().withFallback(config);
        } catch (ConfigException.NotResolved substitution) {
            refuse(ConfigUtil.joinPath(path), text, origin, "has a substitution: those are for files");
        } catch (ConfigException fault) {
            refuse(ConfigUtil.joinPath(path), text, origin, ParseFault.message(fault));
        } catch (StackOverflowError tooDeep) {
            problems.add(origin, "is nested too deeply");
        }
    }

    private void refuse(String key, String text, String origin, String message) {
        problems.add(new Problem(Optional.of(key), Optional.of(JsonText.quoted(text)), origin, message));
    }
}

package org.busd.config;

import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Lists the values in force, with their origins. */
final class Entries {
    private final List<SettingsEntry> entries = new ArrayList<>();

    private Entries() {}

    static List<SettingsEntry> of(Values values) {
        Entries all = new Entries();
        for (Key<?> key : Keys.all()) {
            all.add(key.fullPath(), key.kind(), values.written(key));
        }
        all.entries.sort(Comparator.comparing(SettingsEntry::key));
        return List.copyOf(all.entries);
    }

    private void add(String key, Kind<?> kind, ConfigValue value) {
        boolean isBlock =
                kind.shape() == Kind.Shape.BLOCK && !Tree.membersOf(value).isEmpty();
        if (!isBlock) {
            entries.add(new SettingsEntry(key, kind.render(value), Origins.of(value.origin())));
            return;
        }
        Kind<?> memberKind = kind instanceof Named<?> named ? named.member() : new Toggle();
        new TreeMap<>(Tree.membersOf(value))
                .forEach((name, member) -> add(key + "." + ConfigUtil.joinPath(name), memberKind, member));
    }
}

package org.busd.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Entries as a tree: addressed by key, written as JSON. Confined to one call. */
final class EntryTree {
    private final Map<String, EntryTree> members = new TreeMap<>();
    private final List<SettingsEntry> entries = new ArrayList<>();

    static EntryTree of(List<SettingsEntry> entries) {
        EntryTree root = new EntryTree();
        for (SettingsEntry entry : entries) {
            EntryTree place = root;
            for (String part : ConfigUtil.splitPath(entry.key())) {
                place = place.members.computeIfAbsent(part, unused -> new EntryTree());
            }
            place.entries.add(entry);
        }
        return root;
    }

    /** The place of a key, which may lack the leading {@code bus.} and the quotes of names with dots. */
    Optional<EntryTree> at(String key) {
        try {
            List<String> parts = new ArrayList<>(ConfigUtil.splitPath(key));
            if (!parts.get(0).equals(Key.ROOT)) {
                parts.add(0, Key.ROOT);
            }
            return descend(parts);
        } catch (ConfigException.BadPath notAKey) {
            return Optional.empty();
        }
    }

    /** The entry that stands here, unless this is a block. */
    Optional<SettingsEntry> entry() {
        return entries.stream().findFirst();
    }

    /** The entry that stands here, or all in this block, sorted by key. */
    List<SettingsEntry> all() {
        List<SettingsEntry> all = new ArrayList<>(entries);
        members.values().forEach(member -> all.addAll(member.all()));
        all.sort(Comparator.comparing(SettingsEntry::key));
        return List.copyOf(all);
    }

    String toJson() {
        return entry().map(SettingsEntry::value)
                .orElseGet(() -> members.entrySet().stream()
                        .map(member -> JsonText.quoted(member.getKey()) + ":"
                                + member.getValue().toJson())
                        .collect(Collectors.joining(",", "{", "}")));
    }

    /** A member may be named by several parts, being a name with dots: the shortest that leads to the end is taken. */
    private Optional<EntryTree> descend(List<String> parts) {
        if (parts.isEmpty()) {
            return Optional.of(this);
        }
        for (int i = 1; i <= parts.size(); i++) {
            EntryTree member = members.get(String.join(".", parts.subList(0, i)));
            if (member != null) {
                Optional<EntryTree> found = member.descend(parts.subList(i, parts.size()));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}

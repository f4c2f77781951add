package org.busd.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a key that came as text belongs, and what form its value has.
 *
 * @param path the parts of the key without {@code bus}, a name of the user's in one part
 * @param shape the form
 */
record Place(List<String> path, Kind.Shape shape) {
    static Place of(List<String> path) {
        for (int i = 1; i <= path.size(); i++) {
            Optional<Key<?>> key = Keys.at(String.join(".", path.subList(0, i)));
            if (key.isPresent()) {
                return in(key.get().kind(), path.subList(0, i), path.subList(i, path.size()));
            }
        }
        // No such key: taken as it stands, so that it is told with all other unknown ones.
        return new Place(path, Kind.Shape.WORD);
    }

    private static Place in(Kind<?> kind, List<String> key, List<String> rest) {
        if (rest.isEmpty()) {
            return new Place(key, kind.shape());
        }
        List<String> path = new ArrayList<>(key);
        if (!(kind instanceof Named<?> names)) {
            path.addAll(rest);
            return new Place(path, Kind.Shape.WORD);
        }
        int last = rest.size() - 1;
        if (names.hasBlocks() && last > 0) {
            path.add(String.join(".", rest.subList(0, last)));
            path.add(rest.get(last));
            return new Place(path, Kind.Shape.WORD);
        }
        path.add(String.join(".", rest));
        return new Place(path, names.member().shape());
    }
}

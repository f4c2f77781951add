package org.busd.signing;

import org.jspecify.annotations.Nullable;

/** Shows where in an object something is, for people: {@code order.items[3].price}. */
final class JsonPath {
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_SHOWN = 200;

    private JsonPath() {}

    /**
     * The path of the value that is being written or comes next; between two members of an object, that of the object.
     */
    static String of(Frame top) {
        Frame[] frames = new Frame[top.getNestingDepth() + 1];
        for (Frame at = top; at != null; at = at.getParent()) {
            frames[at.getNestingDepth()] = at;
        }
        StringBuilder path = new StringBuilder();
        for (Frame frame : frames) {
            boolean isTop = frame == top;
            if (frame.inArray()) {
                path.append('[')
                        .append(frame.getCurrentIndex() + (isTop && !frame.isEmpty() ? 1 : 0))
                        .append(']');
            } else if (frame.inObject() && (!isTop || frame.expectsValue())) {
                name(path, frame.getCurrentName());
            }
        }
        return path.toString();
    }

    /** The same, with its middle left out if it is too long for a message, as in a cycle. */
    static String shortened(Frame top) {
        String path = of(top);
        return path.length() <= LONGEST_SHOWN
                ? path
                : path.substring(0, LONGEST_SHOWN / 2) + " … " + path.substring(path.length() - LONGEST_SHOWN / 2);
    }

    private static void name(StringBuilder path, @Nullable String name) {
        if (name == null) {
            return;
        }
        if (isPlain(name)) {
            path.append(path.length() == 0 ? "" : ".").append(name);
            return;
        }
        path.append("[\"");
        int shown = Math.min(name.length(), LONGEST_NAME);
        for (int i = 0; i < shown; i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                path.append('\\').append(c);
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                path.append(String.format("\\u%04x", (int) c));
            } else {
                path.append(c);
            }
        }
        path.append(shown < name.length() ? "…\"]" : "\"]");
    }

    private static boolean isPlain(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!Character.isLetterOrDigit(c) && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }
}

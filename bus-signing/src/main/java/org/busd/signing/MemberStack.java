package org.busd.signing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names and places of the members of all objects that are open, innermost last, and the sorting of one object's members
 * when it ends. A member's place is the offset of its name's opening quote; between two members stands one comma.
 */
final class MemberStack {
    private static final int INITIAL = 32;

    /** More than so many members at once are let go when cleared. */
    private static final int KEEP = 1 << 14;

    /** Up to so many members sorting by insertion is the quicker way. */
    private static final int FEW = 16;

    /** So often all of a text may be moved, and {@link #FREE} bytes more, before what is nested waits for the end. */
    private static final int OFTEN = 8;

    private static final int FREE = 1 << 16;

    /** What is not longer never waits: a move costs less than to remember it. */
    private static final int SHORT = 1 << 10;

    private final LateMoves late = new LateMoves();
    private long moved;
    /** Once it is true it stays so: what is around an object that waits has to wait, too. */
    private boolean waits;

    private @Nullable String[] names = new @Nullable String[INITIAL];
    private int[] starts = new int[INITIAL];
    private int[] order = new int[INITIAL];
    private int[] merged = new int[0];
    private int top;

    int top() {
        return top;
    }

    void push(String name, int start) {
        if (top == starts.length) {
            names = Arrays.copyOf(names, top * 2);
            starts = Arrays.copyOf(starts, top * 2);
        }
        names[top] = name;
        starts[top++] = start;
    }

    private String name(int member) {
        String name = names[member];
        if (name == null) {
            throw new IllegalStateException("no member " + member);
        }
        return name;
    }

    /** How the last name pushed compares to {@code name}; there must be one. */
    int compareLast(String name) {
        return CodePointOrder.compare(name(top - 1), name);
    }

    void dropTo(int first) {
        Arrays.fill(names, first, top, null);
        top = first;
    }

    /** Forgets all, and lets go of what one giant object needed. */
    void clear() {
        dropTo(0);
        late.clear();
        moved = 0;
        waits = false;
        if (starts.length > KEEP) {
            names = new @Nullable String[INITIAL];
            starts = new int[INITIAL];
        }
        if (order.length > KEEP) {
            order = new int[INITIAL];
            merged = new int[0];
        }
    }

    /**
     * Puts the members from {@code first} on, with which {@code text} ends, in ascending order; by {@link #finish} at the
     * latest. Strangers may nest hundreds of objects, none of them sorted, around megabytes, which each would move.
     *
     * @return a name that occurs twice, in which case nothing was moved, or null
     */
    @Nullable
    String sort(int first, TextBuffer text) {
        int count = top - first;
        if (order.length < count) {
            order = new int[starts.length];
        }
        for (int i = 0; i < count; i++) {
            order[i] = first + i;
        }
        if (count <= FEW) {
            sortByInsertion(0, count);
        } else {
            sortByMerging(count);
        }
        for (int i = 1; i < count; i++) {
            String name = name(order[i]);
            if (name.equals(name(order[i - 1]))) {
                return name;
            }
        }
        move(first, count, text);
        return null;
    }

    private void sortByInsertion(int from, int to) {
        for (int i = from + 1; i < to; i++) {
            int member = order[i];
            String name = name(member);
            int j = i;
            while (j > from && CodePointOrder.compare(name(order[j - 1]), name) > 0) {
                order[j] = order[j - 1];
                j--;
            }
            order[j] = member;
        }
    }

    /** Bottom-up from short sorted runs: strangers choose the names, so the worst case has to be a good one. */
    private void sortByMerging(int count) {
        if (merged.length < count) {
            merged = new int[order.length];
        }
        for (int from = 0; from < count; from += FEW) {
            sortByInsertion(from, Math.min(from + FEW, count));
        }
        for (long run = FEW; run < count; run *= 2) {
            for (long from = 0; from < count; from += 2 * run) {
                int middle = (int) Math.min(from + run, count);
                merge((int) from, middle, (int) Math.min(from + 2 * run, count));
            }
            int[] swapped = order;
            order = merged;
            merged = swapped;
        }
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int next = from; next < to; next++) {
            boolean takeLeft = right == to
                    || (left < middle && CodePointOrder.compare(name(order[left]), name(order[right])) <= 0);
            merged[next] = order[takeLeft ? left++ : right++];
        }
    }

    private void move(int first, int count, TextBuffer text) {
        int inPlace = 0;
        while (order[inPlace] == first + inPlace) {
            inPlace++;
        }
        int base = starts[first + inPlace];
        int length = text.size - base;
        moved += length;
        waits |= moved > FREE + (long) OFTEN * text.size;
        if (waits && length > SHORT) {
            late.add(base, text.size, places(inPlace, count, text));
            return;
        }
        byte[] copy = text.scratchFrom(base);
        byte[] bytes = text.bytes;
        int at = base;
        for (int i = inPlace; i < count; i++) {
            int member = order[i];
            int start = starts[member];
            int end = end(member, text);
            if (i > inPlace) {
                bytes[at++] = ',';
            }
            System.arraycopy(copy, start - base, bytes, at, end - start);
            at += end - start;
        }
    }

    private int end(int member, TextBuffer text) {
        return member + 1 < top ? starts[member + 1] - 1 : text.size;
    }

    /** Where the members begin and end that are not in their place, in their order to be. */
    private int[] places(int inPlace, int count, TextBuffer text) {
        int[] places = new int[2 * (count - inPlace)];
        for (int i = inPlace; i < count; i++) {
            int member = order[i];
            places[2 * (i - inPlace)] = starts[member];
            places[2 * (i - inPlace) + 1] = end(member, text);
        }
        return places;
    }

    /** Moves what waits for the end of the text. */
    void finish(TextBuffer text) {
        if (!late.isEmpty()) {
            late.apply(text);
        }
    }
}

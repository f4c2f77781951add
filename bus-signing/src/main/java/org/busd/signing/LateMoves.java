package org.busd.signing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The order of members that was found out and not made yet, of objects of one text: made for all of them in one go, so that
 * nested ones do not move the same bytes again and again. For one thread.
 */
final class LateMoves {
    private final List<Move> moves = new ArrayList<>();
    private byte[] from = {};
    private byte[] to = {};
    private int at;

    /**
     * One object's.
     *
     * @param start where the first member that moves stands
     * @param end where the last member ends
     * @param members where each of these begins and ends, in the order in which they are to stand
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Move(int start, int end, int[] members) {}

    boolean isEmpty() {
        return moves.isEmpty();
    }

    void add(int start, int end, int[] members) {
        moves.add(new Move(start, end, members));
    }

    void clear() {
        moves.clear();
    }

    /** Makes all of them. */
    void apply(TextBuffer text) {
        moves.sort(Comparator.comparingInt(Move::start)); // Outer ones first: they begin earlier.
        from = text.scratchFrom(0);
        to = text.bytes;
        at = 0;
        emit(0, text.size);
        from = to = new byte[0];
        moves.clear();
    }

    /** Writes what stands from {@code first} to {@code last}; as deep as objects are nested. */
    private void emit(int first, int last) {
        int copied = first;
        int next = indexAfter(first);
        while (next < moves.size() && moves.get(next).start() < last) {
            Move move = moves.get(next);
            copy(copied, move.start());
            int[] members = move.members();
            for (int i = 0; i < members.length; i += 2) {
                if (i > 0) {
                    to[at++] = ',';
                }
                emit(members[i], members[i + 1]);
            }
            copied = move.end();
            next = indexAfter(copied);
        }
        copy(copied, last);
    }

    private void copy(int first, int last) {
        System.arraycopy(from, first, to, at, last - first);
        at += last - first;
    }

    /** The first one that begins after {@code offset}: not the one that a member is of, whose own name may stand there. */
    private int indexAfter(int offset) {
        int low = 0;
        int high = moves.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (moves.get(middle).start() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

package org.busd.signing;

import com.fasterxml.jackson.core.JsonStreamContext;
import org.jspecify.annotations.Nullable;

/**
 * One level of nesting of what is being written. Frames are linked both ways and used again: after warm-up, entering a
 * level allocates nothing.
 */
final class Frame extends JsonStreamContext {
    private final @Nullable Frame parent;
    private @Nullable Frame inner;
    private @Nullable String name;
    private @Nullable Object value;

    /** In an object: a name was written and its value was not begun yet. */
    private boolean named;

    /** In an object: where its members begin on the stack of members. */
    int firstMember;

    /** In an object: whether the names came in ascending order so far. */
    boolean ascending;

    private Frame(@Nullable Frame parent) {
        this.parent = parent;
        this._nestingDepth = parent == null ? 0 : parent._nestingDepth + 1;
        begin(TYPE_ROOT, 0);
    }

    static Frame root() {
        return new Frame(null);
    }

    private void begin(int type, int members) {
        _type = type;
        _index = -1;
        named = false;
        firstMember = members;
        ascending = true;
    }

    Frame enter(int type, int members) {
        Frame entered = inner;
        if (entered == null) {
            entered = new Frame(this);
            inner = entered;
        }
        entered.begin(type, members);
        return entered;
    }

    /** Back to the level around this one; the caller knows that there is one. */
    Frame leave() {
        Frame outer = parent;
        if (outer == null) {
            throw new IllegalStateException("the root cannot be left");
        }
        forget();
        return outer;
    }

    /** Lets go of what belongs to the caller. */
    private void forget() {
        name = null;
        value = null;
    }

    /** Back to the root, ready to begin anew. */
    Frame unwind() {
        Frame at = this;
        while (at.parent != null) {
            at = at.leave();
        }
        at.forget();
        at.begin(TYPE_ROOT, 0);
        return at;
    }

    void name(String member) {
        name = member;
        named = true;
    }

    /** A value was written, or a container was opened. */
    void count() {
        _index++;
        named = false;
    }

    boolean expectsValue() {
        return named;
    }

    boolean isEmpty() {
        return _index < 0;
    }

    @Override
    public @Nullable Frame getParent() {
        return parent;
    }

    @Override
    public @Nullable String getCurrentName() {
        return name;
    }

    @Override
    public boolean hasCurrentName() {
        return name != null;
    }

    @Override
    public @Nullable Object getCurrentValue() {
        return value;
    }

    @Override
    public void setCurrentValue(@Nullable Object current) {
        value = current;
    }
}

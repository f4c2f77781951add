package org.busd.signing;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.base.GeneratorBase;
import com.fasterxml.jackson.core.io.IOContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A Jackson generator that writes canonical JSON: byte for byte what Python's
 * {@code json.dumps(m, sort_keys=True, separators=(',', ':'))} prints.
 *
 * <p>It writes straight into one growing array, which {@link #reset()} makes ready for the next text. Members may come
 * in any order; those of an object are put in ascending order of Unicode code points when it ends (if they come so, that
 * costs nothing). It is meant for {@code ObjectWriter.writeValue(JsonGenerator, Object)}.
 *
 * <p>Refused, since a receiver would refuse or misread it: NaN and the infinities; a name twice in one object; nesting
 * deeper than {@value #MAX_DEPTH}; integers of more than 4300 digits; a {@link BigDecimal} that no double prints as; and
 * what would become larger than the limit given. All of that is told by a {@link JsonGenerationException} whose message
 * begins with the path inside the object, such as {@code order.items[3].price}, which {@link #currentPath()} then also
 * answers. After an error nothing more is taken until {@link #reset()}.
 *
 * <ul>
 *   <li>A {@code float} is written as the double nearest to its shortest decimal: {@code 0.1f} is {@code 0.1}, as Java
 *       prints it, not {@code 0.10000000149011612}; narrowed to a float again it is the same.
 *   <li>Raw values are JSON text: they are parsed and written canonically, numbers as Python reads them. Raw text is the
 *       same where a value can stand; elsewhere only white space is taken, and ignored.
 *   <li>Binary data becomes a base64 string in the variant that Jackson asks for.
 *   <li>Features that change how JSON looks (indentation, quoting, numbers as strings) have no effect.
 * </ul>
 *
 * <p>Not thread-safe: used by one thread at a time.
 */
public final class CanonicalGenerator extends GeneratorBase {
    /** How many objects and arrays may be open within each other, the outermost one counted. */
    public static final int MAX_DEPTH = 500;

    private static final int INITIAL_SIZE = 2048;
    private static final char DEL = 0x7f;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final TextBuffer text;
    private final MemberStack members = new MemberStack();
    private final int maxDepth;
    private final boolean received;
    private final boolean namesMayRepeat;
    private Frame frame = Frame.root();
    private @Nullable String failure;
    private boolean hasRepeatedName;

    /**
     * A generator for texts to be published.
     *
     * @param maxBytes how many bytes a text may have at most, at least 1
     * @throws IllegalArgumentException if {@code maxBytes} is less than 1
     */
    public CanonicalGenerator(int maxBytes) {
        this(maxBytes, MAX_DEPTH);
    }

    /**
     * A generator for texts that will be put inside others, and so may be nested less deeply.
     *
     * @param maxBytes how many bytes a text may have at most, at least 1
     * @param maxDepth how many objects and arrays may be open within each other, 0 to {@link #MAX_DEPTH}
     * @throws IllegalArgumentException if one of the two is out of its range
     */
    public CanonicalGenerator(int maxBytes, int maxDepth) {
        this(INITIAL_SIZE, maxBytes, maxDepth, false, false);
    }

    private CanonicalGenerator(int initialSize, int maxBytes, int maxDepth, boolean received, boolean namesMayRepeat) {
        super(JsonGenerator.Feature.collectDefaults(), null, (IOContext) null);
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is " + maxBytes + ", must be at least 1");
        }
        if (maxDepth < 0 || maxDepth > MAX_DEPTH) {
            throw new IllegalArgumentException("maxDepth is " + maxDepth + ", must be 0 to " + MAX_DEPTH);
        }
        this.text = new TextBuffer(initialSize, maxBytes, this::fault);
        this.maxDepth = maxDepth;
        this.received = received;
        this.namesMayRepeat = namesMayRepeat;
    }

    /** For text that came from elsewhere: NaN and the infinities are written as Python writes them. */
    static CanonicalGenerator forReceived(int length) {
        return forReceived(length, false);
    }

    /** To see whether anything else is wrong with a text: what it writes of an object with a name twice is of no use. */
    static CanonicalGenerator passingOverRepeatedNames(int length) {
        return forReceived(length, true);
    }

    private static CanonicalGenerator forReceived(int length, boolean namesMayRepeat) {
        // Nothing grows to more than six times its size: DEL does just that, 9E15 to four and a half.
        int mostBytes = (int) Math.min(6L * length + 64, Integer.MAX_VALUE);
        return new CanonicalGenerator(length + length / 8, mostBytes, MAX_DEPTH, true, namesMayRepeat);
    }

    // ---- the text ----

    /**
     * Forgets what was written, and any error, so that another text can be written. Memory beyond 1 MiB that the last
     * text needed is let go.
     */
    public void reset() {
        frame = frame.unwind();
        members.clear();
        text.clear();
        failure = null;
        hasRepeatedName = false;
        _closed = false;
    }

    /**
     * The length of what was written.
     *
     * @return bytes written since the last reset
     */
    public int size() {
        return text.size;
    }

    /**
     * The array that is written into, for those who would copy the text elsewhere. It is replaced when it grows: to be
     * asked for after the last write, and used before the next one or {@link #reset()}.
     *
     * @return the array itself; the text is its first {@link #size()} bytes
     */
    public byte[] array() {
        return text.bytes;
    }

    /**
     * A copy of the finished text.
     *
     * @return the canonical bytes, all of them ASCII
     * @throws IllegalStateException if there was an error, or not exactly one value was written to its end
     */
    public byte[] toByteArray() {
        checkComplete();
        return text.toByteArray();
    }

    /**
     * Checks that there is a text: who wrote it may have ended too early, or have passed over an error.
     *
     * @throws IllegalStateException if there was an error, or not exactly one value was written to its end
     */
    public void checkComplete() {
        if (failure != null) {
            throw new IllegalStateException("there is no text, but an error: " + failure);
        }
        if (!frame.inRoot() || frame.isEmpty()) {
            throw new IllegalStateException("the text is not complete, it goes on at: " + currentPath());
        }
    }

    /**
     * Where in the object writing has come to, for people to read: the path of the value that is being written, was
     * refused or comes next; between two members of an object, that of the object.
     *
     * @return a path such as {@code order.items[3].price}; unusual names are quoted, {@code headers["x.y"]}; empty for
     *     the outermost value
     */
    public String currentPath() {
        return JsonPath.of(frame);
    }

    private JsonGenerationException fault(String what) {
        String message = failure;
        if (message == null) {
            String path = JsonPath.shortened(frame);
            message = path.isEmpty() ? what : path + ": " + what;
            failure = message;
        } else {
            message = "nothing can be written before a reset, after the error: " + message;
        }
        // Not with this generator: an exception may be kept for long, and would keep the whole text.
        return new JsonGenerationException(message, (JsonGenerator) null);
    }

    // ---- nesting ----

    int depth() {
        return frame.getNestingDepth();
    }

    boolean isInObject() {
        return frame.inObject();
    }

    /** Whether nothing was written yet on this level. */
    boolean isInEmpty() {
        return frame.isEmpty();
    }

    private Frame beginValue() throws JsonGenerationException {
        Frame at = frame;
        if (failure != null) {
            throw fault("");
        }
        if (at.inObject()) {
            if (!at.expectsValue()) {
                throw fault("a value cannot be written here: an object's member needs a name first");
            }
        } else if (!at.isEmpty()) {
            if (at.inRoot()) {
                throw fault("a second value cannot be written after the first has ended");
            }
            text.put(',');
        }
        return at;
    }

    private void endValue(Frame at) throws JsonGenerationException {
        text.check();
        at.count();
    }

    private void start(int type, char bracket) throws JsonGenerationException {
        Frame at = beginValue();
        if (at.getNestingDepth() >= maxDepth) {
            throw fault("nested more deeply than " + maxDepth
                    + " levels, which receivers refuse; does an object contain itself?");
        }
        text.put(bracket);
        at.count();
        frame = at.enter(type, members.top());
    }

    @Override
    public void writeStartArray() throws JsonGenerationException {
        start(JsonStreamContext.TYPE_ARRAY, '[');
    }

    @Override
    public void writeStartObject() throws JsonGenerationException {
        start(JsonStreamContext.TYPE_OBJECT, '{');
    }

    @Override
    public void writeEndArray() throws JsonGenerationException {
        if (failure != null || !frame.inArray()) {
            throw fault("there is no array to end here");
        }
        text.put(']');
        leave(frame);
    }

    @Override
    public void writeEndObject() throws JsonGenerationException {
        Frame at = frame;
        if (failure != null || !at.inObject() || at.expectsValue()) {
            throw fault(at.expectsValue() ? "a value must follow the name" : "there is no object to end here");
        }
        if (!at.ascending) {
            String twice = members.sort(at.firstMember, text);
            if (twice != null) {
                repeated(twice);
            }
        }
        members.dropTo(at.firstMember);
        text.put('}');
        leave(at);
    }

    private void leave(Frame at) throws JsonGenerationException {
        text.check();
        frame = at.leave();
        if (frame.inRoot()) {
            members.finish(text);
        }
    }

    private void repeated(String name) throws JsonGenerationException {
        hasRepeatedName = true;
        if (!namesMayRepeat) {
            frame.name(name);
            throw fault("the name occurs twice in its object");
        }
    }

    /** Whether the failure is that a name occurs twice in its object. */
    boolean hasRepeatedName() {
        return hasRepeatedName;
    }

    @Override
    public void writeFieldName(String name) throws JsonGenerationException {
        beginMember(name);
        Escapes.quote(text, name);
        text.put(':');
    }

    @Override
    public void writeFieldName(SerializableString name) throws JsonGenerationException {
        String value = name.getValue();
        beginMember(value);
        quote(name, value);
        text.put(':');
    }

    private void beginMember(String name) throws JsonGenerationException {
        Frame at = frame;
        if (failure != null || !at.inObject() || at.expectsValue()) {
            throw fault(
                    "a member's name cannot be written here: " + (at.inObject() ? "a value must come" : "no object"));
        }
        if (members.top() > at.firstMember) {
            if (at.ascending) {
                int order = members.compareLast(name);
                if (order == 0) {
                    repeated(name);
                }
                at.ascending = order < 0;
            }
            text.put(',');
        }
        members.push(name, text.size);
        at.name(name);
    }

    // ---- strings ----

    @Override
    public void writeString(@Nullable String value) throws JsonGenerationException {
        if (value == null) {
            writeNull();
            return;
        }
        Frame at = beginValue();
        Escapes.quote(text, value);
        endValue(at);
    }

    @Override
    public void writeString(SerializableString value) throws JsonGenerationException {
        Frame at = beginValue();
        quote(value, value.getValue());
        endValue(at);
    }

    /**
     * Jackson keeps its own quoted form of such strings. If it is no longer than the string there is nothing in it but
     * ASCII that needs no escapes, and it is ours, too; only DEL is escaped by Python and not by Jackson.
     */
    private void quote(SerializableString string, String value) throws JsonGenerationException {
        byte[] quoted = quoted(string);
        if (quoted == null || quoted.length != value.length() || value.indexOf(DEL) >= 0) {
            Escapes.quote(text, value);
            return;
        }
        int length = quoted.length;
        text.need(length + 2);
        byte[] bytes = text.bytes;
        int at = text.size;
        bytes[at] = '"';
        System.arraycopy(quoted, 0, bytes, at + 1, length);
        bytes[at + 1 + length] = '"';
        text.size = at + length + 2;
    }

    private static byte @Nullable [] quoted(SerializableString string) {
        try {
            return string.asQuotedUTF8();
        } catch (IllegalArgumentException loneSurrogate) {
            return null;
        }
    }

    @Override
    public void writeString(char[] value, int offset, int length) throws JsonGenerationException {
        Objects.checkFromIndexSize(offset, length, value.length);
        Frame at = beginValue();
        Escapes.quote(text, value, offset, offset + length);
        endValue(at);
    }

    @Override
    public void writeString(Reader reader, int length) throws IOException {
        Frame at = beginValue();
        text.put('"');
        try {
            copy(reader, length);
        } catch (IOException | RuntimeException e) {
            // A string that was only begun must not be gone on from, whoever catches this.
            if (failure == null) {
                fault("its reader failed: " + e);
            }
            throw e;
        }
        text.put('"');
        endValue(at);
    }

    private void copy(Reader reader, int length) throws IOException {
        char[] part = new char[1024];
        int left = length < 0 ? Integer.MAX_VALUE : length;
        while (left > 0) {
            int read = reader.read(part, 0, Math.min(part.length, left));
            if (read < 0) {
                if (length >= 0) {
                    throw fault("the reader ended " + left + " characters too early");
                }
                return;
            }
            Escapes.append(text, part, 0, read);
            text.check();
            left -= length < 0 ? 0 : read;
        }
    }

    @Override
    public void writeUTF8String(byte[] utf8, int offset, int length) throws JsonGenerationException {
        char[] chars = new char[length];
        writeString(chars, 0, decode(utf8, offset, length, chars, 0));
    }

    /** Takes the inside of a JSON string, escapes and all; it is unescaped and then escaped canonically. */
    @Override
    public void writeRawUTF8String(byte[] utf8, int offset, int length) throws JsonGenerationException {
        char[] chars = new char[length + 2];
        int decoded = decode(utf8, offset, length, chars, 1);
        chars[0] = '"';
        chars[decoded + 1] = '"';
        parse(chars, decoded + 2);
    }

    private int decode(byte[] utf8, int offset, int length, char[] chars, int at) throws JsonGenerationException {
        try {
            return StrictUtf8.decode(utf8, offset, offset + length, chars, at);
        } catch (MalformedJsonException e) {
            throw fault(String.valueOf(e.getMessage()));
        }
    }

    // ---- raw text ----

    @Override
    public void writeRawValue(String json) throws JsonGenerationException {
        parse(json.toCharArray(), json.length());
    }

    @Override
    public void writeRawValue(String json, int offset, int length) throws JsonGenerationException {
        writeRawValue(json.substring(offset, offset + length));
    }

    @Override
    public void writeRawValue(char[] json, int offset, int length) throws JsonGenerationException {
        parse(Arrays.copyOfRange(json, offset, offset + length), length);
    }

    @Override
    public void writeRawValue(SerializableString json) throws JsonGenerationException {
        writeRawValue(json.getValue());
    }

    @Override
    public void writeRaw(String json) throws JsonGenerationException {
        if (!isSpace(json)) {
            writeRawValue(json);
        }
    }

    @Override
    public void writeRaw(String json, int offset, int length) throws JsonGenerationException {
        writeRaw(json.substring(offset, offset + length));
    }

    @Override
    public void writeRaw(char[] json, int offset, int length) throws JsonGenerationException {
        writeRaw(new String(json, offset, length));
    }

    @Override
    public void writeRaw(char c) throws JsonGenerationException {
        writeRaw(String.valueOf(c));
    }

    private static boolean isSpace(String json) {
        for (int i = 0; i < json.length(); i++) {
            if (" \t\r\n".indexOf(json.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private void parse(char[] json, int length) throws JsonGenerationException {
        try {
            new StrictReader(json, length, this).read();
        } catch (MalformedJsonException e) {
            throw fault("raw text must be one JSON value; at its character " + e.offset() + ": " + e.getMessage());
        }
    }

    // ---- binary ----

    @Override
    public void writeBinary(Base64Variant variant, byte[] data, int offset, int length) throws JsonGenerationException {
        Objects.checkFromIndexSize(offset, length, data.length);
        Frame at = beginValue();
        Base64Text.quote(text, variant, data, offset, length);
        endValue(at);
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) throws IOException {
        // Base64 is longer than what it stands for: more need not be read to find it too large.
        byte[] read = data.readNBytes(length < 0 ? text.limit() : Math.min(length, text.limit()));
        if (read.length < length && read.length < text.limit()) {
            throw fault("the stream ended " + (length - read.length) + " bytes too early");
        }
        writeBinary(variant, read, 0, read.length);
        return read.length;
    }

    /** Writes it as an ordinary object, there being nothing that JSON could embed. */
    @Override
    public void writeEmbeddedObject(@Nullable Object object) throws IOException {
        if (object instanceof byte[] data) {
            writeBinary(data);
        } else {
            writePOJO(object);
        }
    }

    // ---- numbers and words ----

    @Override
    public void writeNumber(int value) throws JsonGenerationException {
        writeNumber((long) value);
    }

    @Override
    public void writeNumber(long value) throws JsonGenerationException {
        Frame at = beginValue();
        text.need(Digits.LONGEST);
        text.size = Digits.put(text.bytes, text.size, value);
        endValue(at);
    }

    @Override
    public void writeNumber(@Nullable BigInteger value) throws JsonGenerationException {
        if (value == null) {
            writeNull();
        } else if (value.bitLength() < Long.SIZE) {
            writeNumber(value.longValue());
        } else {
            refuse(BigNumbers.fault(value));
            char[] digits = value.toString().toCharArray();
            writeInteger(digits, 0, digits.length);
        }
    }

    /** Writes an integer as it is written in JSON already, except that Python has no negative zero. */
    void writeInteger(char[] digits, int from, int to) throws JsonGenerationException {
        Frame at = beginValue();
        boolean minusZero = to - from == 2 && digits[from] == '-' && digits[from + 1] == '0';
        Escapes.append(text, digits, minusZero ? from + 1 : from, to);
        endValue(at);
    }

    @Override
    public void writeNumber(double value) throws JsonGenerationException {
        Frame at = beginValue();
        if (!received && !Double.isFinite(value)) {
            throw fault(value + " is no JSON number, and other receivers refuse it");
        }
        text.need(PythonDouble.LONGEST);
        text.size = PythonDouble.put(text.bytes, text.size, value);
        endValue(at);
    }

    @Override
    public void writeNumber(float value) throws JsonGenerationException {
        writeNumber(PythonDouble.of(value));
    }

    @Override
    public void writeNumber(@Nullable BigDecimal value) throws JsonGenerationException {
        if (value == null) {
            writeNull();
            return;
        }
        refuse(BigNumbers.fault(value));
        writeNumber(value.doubleValue());
    }

    /** Takes a JSON number; one with a fraction or an exponent is treated like a {@link BigDecimal}. */
    @Override
    public void writeNumber(String encoded) throws JsonGenerationException {
        char[] token = encoded.toCharArray();
        refuse(BigNumbers.fault(encoded, token));
        if (NumberToken.isInteger(token, 0, token.length)) {
            writeInteger(token, 0, token.length);
        } else {
            writeNumber(Double.parseDouble(encoded));
        }
    }

    private void refuse(@Nullable String reason) throws JsonGenerationException {
        if (reason != null) {
            beginValue();
            throw fault(reason);
        }
    }

    @Override
    public void writeBoolean(boolean value) throws JsonGenerationException {
        Frame at = beginValue();
        text.put(value ? TRUE : FALSE);
        endValue(at);
    }

    @Override
    public void writeNull() throws JsonGenerationException {
        Frame at = beginValue();
        text.put(NULL);
        endValue(at);
    }

    // ---- what Jackson wants besides ----

    @Override
    public JsonStreamContext getOutputContext() {
        return frame;
    }

    @Override
    public @Nullable Object currentValue() {
        return frame.getCurrentValue();
    }

    @Override
    public void assignCurrentValue(@Nullable Object value) {
        frame.setCurrentValue(value);
    }

    /** Has no effect: there is one canonical form. */
    @Override
    public JsonGenerator setPrettyPrinter(@Nullable PrettyPrinter printer) {
        return this;
    }

    /** Has no effect: there is one canonical form. */
    @Override
    public JsonGenerator useDefaultPrettyPrinter() {
        return this;
    }

    @Override
    public CanonicalGenerator setCodec(@Nullable ObjectCodec codec) {
        _objectCodec = codec;
        return this;
    }

    /** Does nothing: the text is in memory. */
    @Override
    public void flush() {}

    /** Ends nothing and frees nothing; {@link #reset()} makes it usable again. */
    @Override
    public void close() {
        _closed = true;
    }

    @Override
    protected void _releaseBuffers() {}

    @Override
    protected void _verifyValueWrite(String what) throws JsonGenerationException {
        beginValue();
    }
}

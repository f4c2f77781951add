package org.busd.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.busd.ToJson;

/** The kinds of objects that programs publish; all of them say the same. */
public enum Shape {
    MAP {
        @Override
        public Object of(long at, long n, String pad, int thread) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("at", at);
            map.put("n", n);
            map.put("pad", pad);
            map.put("thread", thread);
            return map;
        }
    },
    RECORD {
        @Override
        public Object of(long at, long n, String pad, int thread) {
            return new Body(at, n, pad, thread);
        }
    },
    BEAN {
        @Override
        public Object of(long at, long n, String pad, int thread) {
            return new Bean(at, n, pad, thread);
        }
    },
    TO_JSON {
        @Override
        public Object of(long at, long n, String pad, int thread) {
            return new Text(at, n, pad, thread);
        }
    };

    /** What else than its padding is in a body. */
    private static final int FRAME = new Body(1, 1, "", 1).size();

    /**
     * A body.
     *
     * @param at when it is published, in nanoseconds
     * @param n counted by its thread
     * @param pad what makes it longer
     * @param thread who publishes it
     */
    public abstract Object of(long at, long n, String pad, int thread);

    /** What pads a body with numbers of one digit to {@code bytes} bytes of JSON. */
    public static String pad(int bytes) {
        return "m".repeat(Math.max(0, bytes - FRAME));
    }

    /** As a record. */
    public record Body(long at, long n, String pad, int thread) {
        /** Its length as JSON. */
        int size() {
            return text(at, n, pad, thread).length();
        }
    }

    /** As a class with getters. */
    public static final class Bean {
        private final Body body;

        Bean(long at, long n, String pad, int thread) {
            body = new Body(at, n, pad, thread);
        }

        public long getAt() {
            return body.at();
        }

        public long getN() {
            return body.n();
        }

        public String getPad() {
            return body.pad();
        }

        public int getThread() {
            return body.thread();
        }
    }

    /** As an object that makes its own JSON text. */
    public record Text(long at, long n, String pad, int thread) implements ToJson {
        @Override
        public Object toJson() {
            return text(at, n, pad, thread);
        }
    }

    private static String text(long at, long n, String pad, int thread) {
        return "{\"at\":" + at + ",\"n\":" + n + ",\"pad\":\"" + pad + "\",\"thread\":" + thread + "}";
    }
}

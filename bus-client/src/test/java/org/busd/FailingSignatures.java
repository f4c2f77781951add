package org.busd;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureSpi;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider of one kind of signatures that throws where it is to say whether one holds. */
final class FailingSignatures extends Provider {
    private static final long serialVersionUID = 1L;

    private final AtomicInteger thrown = new AtomicInteger();

    /** One that throws {@code error}, an unchecked one. */
    FailingSignatures(String algorithm, Throwable error) {
        super("Failing", "1", "signatures that throw");
        putService(new Service(this, "Signature", algorithm, Failing.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new Failing(error, thrown);
            }
        });
    }

    /** How often it has thrown. */
    int thrown() {
        return thrown.get();
    }

    private static final class Failing extends SignatureSpi {
        private final Throwable error;
        private final AtomicInteger thrown;

        Failing(Throwable error, AtomicInteger thrown) {
            this.error = error;
            this.thrown = thrown;
        }

        @Override
        protected void engineInitVerify(PublicKey key) {
            // Any will do.
        }

        @Override
        protected void engineInitSign(PrivateKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected void engineUpdate(byte one) {
            // Not looked at.
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) {
            // Not looked at.
        }

        @Override
        protected byte[] engineSign() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            thrown.incrementAndGet();
            if (error instanceof Error fatal) {
                throw fatal;
            }
            throw (RuntimeException) error;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}

package vpceguard.json;

import java.util.Optional;
import java.util.function.Function;

/// The result of reading a document: its value, or where and why it could not be read.
public sealed interface Parsed<T> {
    /// The document was understood whole.
    record Ok<T>(T value) implements Parsed<T> {}

    /// The document was refused; `reason` is lower case without a full stop, and text from it is quoted.
    record Malformed<T>(JsonPointer pointer, String reason) implements Parsed<T> {
        /// The same refusal for another kind of value.
        public <U> Malformed<U> as() {
            return new Malformed<>(pointer, reason);
        }

        @Override
        public String toString() {
            return reason + " at " + pointer;
        }
    }

    /// The next step of reading, taken only if this one went well.
    default <U> Parsed<U> then(Function<T, Parsed<U>> next) {
        return switch (this) {
            case Ok<T>(var value) -> next.apply(value);
            case Malformed<T> malformed -> malformed.as();
        };
    }

    /// The next step of reading, where that cannot go wrong.
    default <U> Parsed<U> map(Function<T, U> next) {
        return then(value -> new Ok<>(next.apply(value)));
    }

    /// The value, where it does not matter why there is none.
    default Optional<T> orEmpty() {
        return this instanceof Ok<T>(var value) ? Optional.of(value) : Optional.empty();
    }

    /// The value of what cannot be malformed unless the program is wrong.
    ///
    /// @param what was read
    default T orThrow(String what) {
        return switch (this) {
            case Ok<T>(var value) -> value;
            case Malformed<T> malformed -> throw new IllegalStateException(what + ": " + malformed);
        };
    }
}

package vpceguard.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A JSON value that loses nothing: members keep their order, numbers keep their text (RFC 8259).
///
/// Two objects are equal whatever the order of their members.
public sealed interface Json {

    /// An object; the reader has refused duplicate members.
    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /// The member of that name, or empty if there is none.
        public Optional<Json> get(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /// The same object with one member set, in its old place if it had one.
        public Obj with(String name, Json value) {
            var changed = new LinkedHashMap<>(members);
            changed.put(name, value);
            return new Obj(changed);
        }
    }

    /// An array.
    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }

        /// An array of values that are all of one kind.
        public Arr(Collection<? extends Json> items) {
            this(List.<Json>copyOf(items));
        }

        /// An array of strings.
        public static Arr ofTexts(Iterable<String> texts) {
            var items = new ArrayList<Json>();
            texts.forEach(text -> items.add(new Str(text)));
            return new Arr(items);
        }
    }

    /// A string, unescaped.
    record Str(String value) implements Json {}

    /// A number as it was written, so that account ids and large numbers keep their digits.
    record Num(String literal) implements Json {
        public static Num of(long value) {
            return new Num(Long.toString(value));
        }
    }

    /// `true` or `false`.
    record Bool(boolean value) implements Json {}

    /// `null`.
    record Null() implements Json {}

    /// What this is, for a message that expected something else.
    default String kind() {
        return switch (this) {
            case Obj _ -> "an object";
            case Arr _ -> "a list";
            case Str _ -> "a string";
            case Num _ -> "a number";
            case Bool _ -> "a boolean";
            case Null _ -> "null";
        };
    }

    /// The string's value, or empty if this is no string.
    default Optional<String> text() {
        return this instanceof Str(var value) ? Optional.of(value) : Optional.empty();
    }

    /// The strings of a list, or the one string that stands in its place; none of anything else.
    default List<String> texts() {
        return this instanceof Arr(var items)
                ? items.stream().flatMap(item -> item.text().stream()).toList()
                : text().stream().toList();
    }

    /// A list of strings, or in place of a list of one that string.
    static Json oneOrList(Collection<String> texts) {
        return texts.size() == 1 ? new Str(texts.iterator().next()) : Arr.ofTexts(texts);
    }

    /// The value that the names lead to through objects, or empty if one of them is missing.
    default Optional<Json> at(String... names) {
        Optional<Json> here = Optional.of(this);
        for (var name : names) {
            here = here.flatMap(value -> value instanceof Obj object ? object.get(name) : Optional.empty());
        }
        return here;
    }

    /// The string that the names lead to, or empty if there is none or it is no string.
    default Optional<String> textAt(String... names) {
        return at(names).flatMap(Json::text);
    }

    /// The items of the array that the names lead to; none if it is missing or no array.
    default Stream<Json> itemsAt(String... names) {
        return at(names).orElse(new Null()) instanceof Arr(var items) ? items.stream() : Stream.empty();
    }

    /// Builds an object member by member.
    static Builder object() {
        return new Builder();
    }

    /// Collects members in order; absent optional values leave no member behind.
    final class Builder {
        private final Map<String, Json> members = new LinkedHashMap<>();

        private Builder() {}

        public Builder put(String name, Json value) {
            members.put(name, value);
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, new Str(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, new Bool(value));
        }

        public Builder put(String name, long value) {
            return put(name, Num.of(value));
        }

        public Builder put(String name, Optional<String> value) {
            value.ifPresent(text -> put(name, text));
            return this;
        }

        public Builder put(String name, Iterable<String> texts) {
            return put(name, Arr.ofTexts(texts));
        }

        public Obj build() {
            return new Obj(members);
        }
    }
}

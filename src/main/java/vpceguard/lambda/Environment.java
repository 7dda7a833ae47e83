package vpceguard.lambda;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import vpceguard.json.Quoted;
import vpceguard.perimeter.document.ParameterDocument;

/// Environment variables, read strictly; an error names the variable.
record Environment(Map<String, String> variables) {
    String optional(String name) {
        return variables.getOrDefault(name, "").strip();
    }

    Optional<String> given(String name) {
        return Optional.of(optional(name)).filter(text -> !text.isEmpty());
    }

    String required(String name) {
        var text = optional(name);
        if (text.isEmpty()) {
            throw new IllegalArgumentException(name + " is not set; deploy with the template of this package");
        }
        return text;
    }

    String matching(String name, Pattern form) {
        var text = required(name);
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException(name + " is " + Quoted.of(text) + ", expected " + form);
        }
        return text;
    }

    /// A comma-separated list; empty if the variable is.
    Set<String> list(String name) {
        return ParameterDocument.items(optional(name));
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
        var text = required(name);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " is " + Quoted.of(text) + ", expected one of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)));
    }
}

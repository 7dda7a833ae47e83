package vpceguard.policy.proof;

/// The form that all texts of a kind have: `?` stands for a character, and before each `:` there may be any
/// number of others.
enum Shape {
    ANY("?", 0),
    ACTION("?:?", 0),
    ARN("arn:::::?", 4);

    private final String form;

    /// How much of the form is meant literally.
    private final int fixed;

    Shape(String form, int fixed) {
        this.form = form;
        this.fixed = fixed;
    }

    /// How far into the form another character leads, or -1 if it may not stand here.
    int step(int place, char c) {
        if (place == form.length()) {
            return place;
        }
        char wanted = form.charAt(place);
        if (wanted == '?') {
            return c == ':' && place + 1 < form.length() ? -1 : place + 1;
        }
        if (wanted == c) {
            return place + 1;
        }
        return place >= fixed ? place : -1;
    }

    /// The place where all of the form is met.
    int end() {
        return form.length();
    }

    /// The character that it asks for next; `?` for any.
    char wanted(int place) {
        return place == end() ? '?' : form.charAt(place);
    }

    /// The text with what the form still asks for, and something of its own.
    ///
    /// @param beginning fits as far as it goes
    /// @param reached how far that is
    /// @param fresh a character that no pattern names
    String completed(String beginning, int reached, char fresh) {
        var text = new StringBuilder(beginning);
        int place = reached;
        while (place < end()) {
            char wanted = wanted(place);
            var own = place >= fixed && !endsWith(text, fresh);
            text.append(own || wanted == '?' ? fresh : wanted);
            place = step(place, text.charAt(text.length() - 1));
        }
        if (!endsWith(text, fresh)) {
            text.append(fresh);
        }
        return text.toString();
    }

    private static boolean endsWith(StringBuilder text, char c) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == c;
    }
}

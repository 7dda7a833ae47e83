package vpceguard.policy;

import java.util.Set;
import java.util.regex.Pattern;

/// The condition operators of the IAM user guide; whatever is not among them is not understood.
final class ConditionOperators {
    private static final Set<String> NAMES = Set.of(
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike",
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
            "Bool",
            "BinaryEquals",
            "IpAddress",
            "NotIpAddress",
            "ArnEquals",
            "ArnNotEquals",
            "ArnLike",
            "ArnNotLike");

    private static final Pattern FORM = Pattern.compile("(?:ForAllValues:|ForAnyValue:)?([A-Za-z]+?)(?:IfExists)?");

    private ConditionOperators() {}

    static boolean isKnown(String operator) {
        var form = FORM.matcher(operator);
        return operator.equals("Null") || (form.matches() && NAMES.contains(form.group(1)));
    }
}

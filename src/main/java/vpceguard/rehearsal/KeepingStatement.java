package vpceguard.rehearsal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.Sha256;
import vpceguard.policy.Request;

/// The statement for `also` in the perimeter document that lets calls of one kind through, and as little besides as the
/// record tells: at best this caller, this action, this resource.
///
/// @param remark where the record leaves something open: what the statement lets through beside the calls, and what
///     they may need beside; empty if it tells all
public record KeepingStatement(Json.Obj json, Optional<String> remark) {
    /// Empty where the record tells too little of caller or call, so that the statement would be for everybody.
    static Optional<KeepingStatement> of(RecordedCall call) {
        var request = call.request();
        var equals = Json.object();
        one(request, "aws:principalarn")
                .ifPresentOrElse(
                        arn -> equals.put("aws:PrincipalArn", arn),
                        () -> one(request, "aws:principalaccount")
                                .filter(account -> !account.equals(Request.ANONYMOUS) || isNamed(request))
                                .ifPresent(account -> equals.put("aws:PrincipalAccount", account)));
        if (equals.build().members().isEmpty() || !call.least().stream().allMatch(KeepingStatement::isKnown)) {
            return Optional.empty();
        }
        var resource = isNamed(request) ? call.target() : "*";
        if (resource.equals("*")) {
            call.owner().ifPresent(owner -> equals.put("aws:ResourceAccount", owner));
        }
        var statement = Json.object()
                .put("Effect", "Allow")
                .put("Principal", "*")
                .put("Action", Json.oneOrList(call.least()))
                .put("Resource", resource)
                .put(
                        "Condition",
                        Json.object().put("StringEquals", equals.build()).build())
                .build();
        var named = Json.object().put("Sid", "Keep" + Sha256.of(statement).substring(0, 8));
        statement.members().forEach(named::put);
        var remark = Stream.of(unnamed(statement), manifold(call), lacking(call))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        return Optional.of(
                new KeepingStatement(named.build(), remark.isEmpty() ? Optional.empty() : Optional.of(remark)));
    }

    private static Optional<String> manifold(RecordedCall call) {
        if (call.ways().stream().anyMatch(way -> way.containsAll(call.least()))) {
            return Optional.empty();
        }
        return Optional.of(
                call.least().stream().anyMatch(action -> action.contains(CallNames.OF_A_VERSION))
                        ? "the record does not tell whether the call named a version of the object: leave out the"
                                + " action that is not needed"
                        : "the record does not tell what the call asked for: leave out the actions that are not"
                                + " needed");
    }

    private static Optional<String> lacking(RecordedCall call) {
        var lacking = call.ways().stream()
                .flatMap(List::stream)
                .distinct()
                .filter(action -> !call.least().contains(action))
                .toList();
        if (lacking.isEmpty()) {
            return Optional.empty();
        }
        var named = lacking.stream().filter(KeepingStatement::isKnown).collect(Collectors.joining(", "));
        return Optional.of(
                "what else the call needs, if anything, is not known" + (named.isEmpty() ? "" : ": perhaps " + named));
    }

    private static Optional<String> unnamed(Json.Obj statement) {
        boolean anybody = statement
                .textAt("Condition", "StringEquals", "aws:PrincipalAccount")
                .filter(account -> !account.equals(Request.ANONYMOUS))
                .isPresent();
        boolean anything = statement.textAt("Resource").filter("*"::equals).isPresent();
        if (!anybody && !anything) {
            return Optional.empty();
        }
        var everything = "everything"
                + statement
                        .textAt("Condition", "StringEquals", "aws:ResourceAccount")
                        .map(owner -> " of account " + owner)
                        .orElse("");
        return Optional.of("the record names no "
                + (anybody && anything ? "caller and no resource" : anybody ? "caller" : "resource")
                + ": this lets " + (anybody ? "everybody in the account" : "the caller") + " make the call"
                + (anything ? " on " + everything : "") + "; put the ARN in its place");
    }

    private static boolean isKnown(String action) {
        return !action.endsWith(Request.UNKNOWN);
    }

    private static boolean isNamed(Request request) {
        return !request.resource().equals(Request.UNKNOWN);
    }

    private static Optional<String> one(Request request, String key) {
        return Optional.ofNullable(request.context().get(key))
                .filter(values -> values.size() == 1)
                .map(List::getFirst);
    }
}

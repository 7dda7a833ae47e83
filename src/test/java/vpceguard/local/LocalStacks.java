package vpceguard.local;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/// What CloudFormation does in an account of a local AWS.
///
/// @param key of the account's administrator
public record LocalStacks(LocalAws aws, String key) {
    /// Makes a stack of a template without macros, and waits for it.
    public void create(String name, Path template, Map<String, String> parameters) {
        // A call takes 51,200 characters of a template, an object in S3 may have more.
        var place = "/templates-" + key + "/" + template.getFileName();
        aws.put("/templates-" + key, "");
        aws.put(place, template);
        var form = new StringBuilder("Action=CreateStack&Version=2010-05-15&StackName=" + name
                + "&Capabilities.member.1=CAPABILITY_NAMED_IAM&TemplateURL="
                + encoded(aws.url() + place));
        int number = 1;
        for (var parameter : parameters.entrySet()) {
            form.append("&Parameters.member.%1$d.ParameterKey=%2$s&Parameters.member.%1$d.ParameterValue=%3$s"
                    .formatted(number++, parameter.getKey(), encoded(parameter.getValue())));
        }
        aws.deployed();
        var _ = aws.query("cloudformation", form.toString());
        var until = Instant.now().plusSeconds(90);
        var shown = "";
        while (Instant.now().isBefore(until) && !shown.contains("CREATE_COMPLETE")) {
            pause();
            shown = aws.query("cloudformation", "Action=DescribeStacks&Version=2010-05-15&StackName=" + name);
            if (shown.contains("FAILED") || shown.contains("ROLLBACK")) {
                throw new IllegalStateException(shown);
            }
        }
        if (!shown.contains("CREATE_COMPLETE")) {
            throw new IllegalStateException("stack " + name + " was not made in 90 s: " + shown);
        }
    }

    /// Takes a stack away, and waits until it is gone.
    public void delete(String name) {
        var _ = aws.query("cloudformation", "Action=DeleteStack&Version=2010-05-15&StackName=" + name);
        var until = Instant.now().plusSeconds(90);
        while (aws.query(
                        "cloudformation",
                        "Action=ListStacks&Version=2010-05-15&StackStatusFilter.member.1=CREATE_COMPLETE"
                                + "&StackStatusFilter.member.2=DELETE_IN_PROGRESS")
                .contains("<StackName>" + name + "<")) {
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("the stack " + name + " does not go");
            }
            pause();
        }
    }

    /// An output of the stack.
    public String output(String name) {
        var shown = aws.query("cloudformation", "Action=DescribeStacks&Version=2010-05-15&StackName=vpce-guard");
        return member(shown, "<OutputKey>" + name + "</OutputKey>.*?<OutputValue>(.*?)</OutputValue>");
    }

    /// The name that a resource of the stack got.
    public String physicalId(String logicalId) {
        var resource = aws.query(
                "cloudformation",
                "Action=DescribeStackResource&Version=2010-05-15&StackName=vpce-guard&LogicalResourceId=" + logicalId);
        return member(resource, "<PhysicalResourceId>(.*?)</PhysicalResourceId>");
    }

    /// What the pattern's group matches in an answer.
    static String member(String answer, String pattern) {
        var member = Pattern.compile(pattern, Pattern.DOTALL).matcher(answer);
        if (!member.find()) {
            throw new IllegalStateException("no " + pattern + " in " + answer);
        }
        return member.group(1);
    }

    /// A value of a form.
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void pause() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package vpceguard.policy;

import java.util.Set;

/// What is known of condition keys (IAM user guide, "AWS global condition context keys"; service authorization
/// reference). Names are in lower case.
public final class ConditionKeys {
    private static final Set<String> MULTIVALUED = names("""
            aws:calledvia aws:principalorgpaths aws:principalservicenameslist aws:resourceorgpaths aws:sourceorgpaths \
            aws:tagkeys aws:vpceorgpaths cloudwatch:alarmactions cloudwatch:requestinsightruleloggroups \
            cloudwatch:requestmanagedresourcearns dynamodb:attributes dynamodb:firstpartitionkeyvalues \
            dynamodb:fistargetarns dynamodb:fourthpartitionkeyvalues dynamodb:leadingkeys \
            dynamodb:secondpartitionkeyvalues dynamodb:thirdpartitionkeyvalues ec2:attribute ec2:fistargetarns \
            ec2:ikeversions ec2:phase1dhgroup ec2:phase1encryptionalgorithms ec2:phase1integrityalgorithms \
            ec2:phase2dhgroup ec2:phase2encryptionalgorithms ec2:phase2integrityalgorithms \
            ec2:vpceprivatednsspecifieddomains elasticloadbalancing:securitygroup elasticloadbalancing:securitypolicy \
            elasticloadbalancing:subnet events:detail-type events:eventbusarn events:source events:targetarn \
            imagebuilder:createdresourcetagkeys kinesis:fistargetarns kms:encryptioncontextkeys kms:grantoperations \
            kms:resourcealiases lambda:layer lambda:securitygroupids lambda:subnetids logs:loggeneratingresourcearns \
            s3:inventoryaccessibleoptionalfields s3:requestobjecttagkeys secretsmanager:addreplicaregions \
            ssm:documentcategories ssm:inventorytypename sts:identitytokenaudience sts:requestcontextproviders \
            sts:transitivetagkeys""");

    /// Whether a value of these may be empty is not known.
    private static final Set<String> OTHER_MULTIVALUED = names("""
            a4b:filters_devicetype account:accountresourceorgpaths account:alternatecontacttypes acm:domainnames \
            airflow:teamnames apigateway:request/apikeyrequired apigateway:request/authorizertype \
            apigateway:request/authorizeruri apigateway:request/conditionbasepaths apigateway:request/endpointtype \
            apigateway:request/routeauthorizationtype apigateway:request/securitypolicy \
            apigateway:resource/apikeyrequired apigateway:resource/authorizertype apigateway:resource/authorizeruri \
            apigateway:resource/conditionbasepaths apigateway:resource/endpointtype \
            apigateway:resource/routeauthorizationtype apigateway:resource/securitypolicy \
            autoscaling:capacityreservationids autoscaling:capacityreservationresourcegrouparns \
            autoscaling:loadbalancernames autoscaling:targetgrouparns autoscaling:trafficsourceidentifiers \
            autoscaling:vpczoneidentifiers aws-marketplace:agreementtype aws-marketplace:productid \
            backup:copytargetorgpaths backup:copytargets backup:frameworkarns \
            bedrock-agentcore:allowedqueryparameters bedrock-agentcore:allowedrequestheaders \
            bedrock-agentcore:allowedresponseheaders bedrock-agentcore:credentialproviderscope \
            bedrock-agentcore:inboundjwtclaim/aud bedrock-agentcore:inboundjwtclaim/scope \
            bedrock-agentcore:securitygroups bedrock-agentcore:subnets bedrock-mantle:files \
            cloudformation:resourcetypes cloudformation:targetregion cloudshell:securitygroupids cloudshell:subnetids \
            cloudshell:vpcids codebuild:buildbatchconfig.restrictions.computetypesallowed \
            codebuild:buildbatchconfig.restrictions.fleetsallowed codebuild:cache.modes \
            codebuild:environment.environmentvariables.name codebuild:environment.environmentvariables.value \
            codebuild:filesystemlocations.identifier codebuild:filesystemlocations.location \
            codebuild:filesystemlocations.type codebuild:secondaryartifacts.artifactidentifier \
            codebuild:secondaryartifacts.bucketowneraccess codebuild:secondaryartifacts.encryptiondisabled \
            codebuild:secondaryartifacts.location codebuild:secondarysources.auth.resource \
            codebuild:secondarysources.auth.type codebuild:secondarysources.buildstatusconfig.context \
            codebuild:secondarysources.buildstatusconfig.targeturl codebuild:secondarysources.insecuressl \
            codebuild:secondarysources.location codebuild:secondarysources.sourceidentifier \
            codebuild:vpcconfig.securitygroupids codebuild:vpcconfig.subnets comprehend:vpcsecuritygroupids \
            comprehend:vpcsubnets connect:flowtype connect:listrealtimecontactanalysissegmentsbysegmenttype \
            connect:monitorcapabilities connect:searchcontactsbycontactanalysis datapipeline:pipelinecreator \
            datapipeline:workergroup deadline:farmmembershiplevels deadline:fleetmembershiplevels \
            deadline:jobmembershiplevels deadline:queuemembershiplevels devops-guru:servicenames dsql:fistargetarns \
            ecs:capacity-provider ecs:compute-compatibility ecs:subnet eks:encryptionconfigproviderkeyarns \
            eks:kubernetesgroups eks:namespaces elasticloadbalancing:listenerprotocol fis:operations fis:targets \
            geo:deviceids geo:geofenceids glue:securitygroupids glue:subnetids glue:vpcids \
            iam:accountpropertynamespaces identitystore:groupexternalidissuers identitystore:groupid \
            identitystore:userexternalidissuers identitystore:userid iot:thinggrouparn iot:tunneldestinationservice \
            iotfleetwise:signals iotsitewise:taskarns iottwinmaker:linkedservices lex:associatedintents \
            lex:associatedslottypes networkmanager:edgelocations networkmanager:subnetarns oam:resourcetypes \
            observabilityadmin:centralizationsourceid observabilityadmin:centralizationsourceregions \
            partnercentral-account-management:legacypartnercentralrole \
            partnercentral-account-management:marketingcentralrole partnercentral-account-management:proserverole \
            partnercentral:fulfillmenttypes partnercentral:programs payment-cryptography:resourcealiases \
            pi:dimensions quicksight:allowedembeddingdomains quicksight:kmskeyarns \
            refactor-spaces:createdbyaccountids route53:changeresourcerecordsetsactions \
            route53:changeresourcerecordsetsnormalizedrecordnames route53:changeresourcerecordsetsrecordtypes \
            s3express:inventoryaccessibleoptionalfields s3express:permissions sagemaker:acceleratortypes \
            sagemaker:customermetadatapropertiestoremove sagemaker:imagearns sagemaker:imageversionarns \
            sagemaker:instancetypes sagemaker:notebookinstancelifecycleconfigarns sagemaker:studiolifecycleconfigarns \
            sagemaker:vpcsecuritygroupids sagemaker:vpcsubnets saml:cn saml:eduorghomepageuri \
            saml:eduorgidentityauthnpolicyuri saml:eduorglegalname saml:eduorgsuperioruri saml:eduorgwhitepagesuri \
            saml:edupersonaffiliation saml:edupersonassurance saml:edupersonentitlement saml:edupersonnickname \
            saml:edupersonorgunitdn saml:edupersonscopedaffiliation saml:edupersontargetedid ses:recipients \
            ses:replicaregion ssm:documentversion states:statemachinequalifier synthetics:names \
            transfer:requestserverprotocols vpc-lattice:privatednsspecifieddomains vpc-lattice:securitygroupids \
            vpc-lattice:targetgrouparns wisdom:messagetemplate/routingprofilearn wisdom:searchfilter/qualifier""");

    private static final Set<String> SINGLE_VALUED = names("""
            aws:calledviafirst aws:calledvialast aws:ec2instancesourcevpc aws:federatedprovider aws:principalaccount \
            aws:principalorgid aws:principalservicename aws:principaltype aws:referer aws:requestedregion \
            aws:resourceaccount aws:resourceorgid aws:sourceaccount aws:sourceidentity aws:sourceorgid aws:sourcevpc \
            aws:sourcevpce aws:useragent aws:userid aws:username aws:vpceaccount aws:vpceorgid""");

    /// Of these two sets those whose values a caller writes, and may leave empty.
    private static final Set<String> WRITTEN = Set.of("aws:referer", "aws:useragent", "kms:encryptioncontextkeys");

    /// How whoever shows AWS STS a token was authenticated, such as `cognito-identity.amazonaws.com:amr` (IAM user
    /// guide,
    /// "IAM and AWS STS condition context keys").
    private static final String METHODS = ":amr";

    /// The tag's key follows.
    private static final Set<String> TAGS = Set.of("aws:principaltag", "aws:requesttag", "aws:resourcetag");

    // Keys that have values of one type alone. Of others, tags for one, it is not known: anybody may write anything
    // there.

    private static final Set<String> BOOLEANS = names("""
            aws:multifactorauthpresent aws:principalisawsservice aws:securetransport aws:viaawsservice \
            dynamodb:fulltablescan ec2:associatepublicipaddress ec2:ebsoptimized ec2:encrypted ec2:ephemeralstorage \
            ec2:isinterruptible ec2:islaunchtemplateresource ec2:public kms:bypasspolicylockoutsafetycheck \
            kms:grantisforawsresource kms:multiregion kms:reencryptonsamekey lambda:invokedviafunctionurl \
            ram:allowsexternalprincipals ram:requestedallowsexternalprincipals s3:isreplicationpauserequest \
            s3:objectcreationoperation secretsmanager:blockpublicpolicy secretsmanager:forcedeletewithoutrecovery \
            secretsmanager:forceoverwritereplicasecret secretsmanager:modifyrotationrules \
            secretsmanager:rotateimmediately ssm:autoapprove ssm:sessiondocumentaccesscheck""");

    private static final Set<String> NUMBERS = names("""
            aws:epochtime aws:multifactorauthage ec2:commitmentduration ec2:dpdtimeoutseconds ec2:instancecount \
            ec2:metadatahttpputresponsehoplimit ec2:phase1lifetimeseconds ec2:phase2lifetimeseconds ec2:quantity \
            ec2:rekeyfuzzpercentage ec2:rekeymargintimeseconds ec2:snapshotcooloffperiod ec2:snapshotlockduration \
            ec2:targetinstancecount ec2:volumeinitializationrate ec2:volumeiops ec2:volumesize ec2:volumethroughput \
            iam:servicespecificcredentialagedays kinesis:fisinjectpercentage kms:rotationperiodindays \
            kms:schedulekeydeletionpendingwindowindays s3:existingjobpriority s3:max-keys \
            s3:object-lock-remaining-retention-days s3:requestjobpriority s3:signatureage s3:tlsversion \
            secretsmanager:recoverywindowindays sts:durationseconds""");

    private static final Set<String> DATES = names("""
            aws:currenttime aws:epochtime aws:tokenissuetime ec2:createdate ec2:enddate kms:validto \
            s3:object-lock-retain-until-date""");

    private static final Set<String> ADDRESSES = names("""
            aws:ec2instancesourceprivateipv4 aws:sourceip aws:vpcsourceip""");

    private static final Set<String> ARNS = names("""
            aws:chatbotsourcearn aws:principalarn aws:signinsessionarn aws:sourcearn aws:sourcevpcarn \
            cloudwatch:requestmanagedresourcearns dynamodb:fistargetarns ec2:acceptervpc ec2:fistargetarns \
            ec2:instanceprofile ec2:newinstanceprofile ec2:outpostarn ec2:parentsnapshot ec2:parentvolume \
            ec2:placementgroup ec2:requestervpc ec2:sourceinstancearn ec2:sourceoutpostarn ec2:subnet ec2:vpc \
            events:eventbusarn events:targetarn kinesis:fistargetarns lambda:functionarn lambda:sourcefunctionarn \
            logs:deliverydestinationresourcearn logs:loggeneratingresourcearns s3:dataaccesspointarn \
            secretsmanager:rotationlambdaarn ssm:sourceinstancearn sts:requestcontextproviders""");

    /// Global ones of which nothing else is known.
    private static final Set<String> OTHERS = names("""
            aws:assumedroot aws:calledviaawsmcp aws:ismcpserviceaction aws:viaawsmcpservice""");

    /// Of where, when and how a call comes, which says nothing of who makes it, or upon what.
    private static final Set<String> CIRCUMSTANCES = names("""
            aws:currenttime aws:epochtime aws:multifactorauthage aws:multifactorauthpresent aws:referer \
            aws:requestedregion aws:securetransport aws:sourceip aws:sourcevpc aws:sourcevpcarn aws:sourcevpce \
            aws:useragent aws:vpceaccount aws:vpceorgid aws:vpceorgpaths aws:vpcsourceip""");

    /// How names begin that are of who makes a call, for whom, or upon whose resource.
    private static final Set<String> CALLERS_AND_RESOURCES = names("""
            aws:federatedprovider aws:principal aws:resource aws:source aws:userid aws:username ec2:owner \
            s3:resourceaccount""");

    private ConditionKeys() {}

    private static Set<String> names(String line) {
        return Set.of(line.split(" "));
    }

    public static boolean isMultivalued(String name) {
        return MULTIVALUED.contains(name) || OTHER_MULTIVALUED.contains(name) || name.endsWith(METHODS);
    }

    /// Whether the key is known to have one value at most.
    public static boolean isSingleValued(String name) {
        return SINGLE_VALUED.contains(name)
                || TAGS.contains(name.substring(0, Math.max(name.indexOf('/'), 0)))
                || BOOLEANS.contains(name)
                || NUMBERS.contains(name)
                || DATES.contains(name)
                || ADDRESSES.contains(name)
                || (ARNS.contains(name) && !isMultivalued(name));
    }

    /// Whether AWS has the key, as far as is known: of a service's own keys not all are.
    public static boolean mayExist(String name) {
        return !name.startsWith("aws:") || isMultivalued(name) || isSingleValued(name) || OTHERS.contains(name);
    }

    /// Whether it says where, when or how a call comes, and neither who makes it nor upon what.
    public static boolean isOfCircumstances(String name) {
        return CIRCUMSTANCES.contains(name);
    }

    /// Whether it says who makes a call, for whom, or upon whose resource.
    public static boolean isOfCallersOrResources(String name) {
        return !isOfCircumstances(name) && CALLERS_AND_RESOURCES.stream().anyMatch(name::startsWith);
    }

    /// Whether the key's value may be an empty text, as a tag's or `s3:prefix` may: all but what AWS itself names, and
    /// what has a type.
    public static boolean mayBeEmpty(String name) {
        return WRITTEN.contains(name)
                || name.contains("tag/")
                || !(isSingleValued(name) || MULTIVALUED.contains(name) || name.endsWith(METHODS));
    }

    /// Whether a value may hold a star or a question mark: of all keys but those that AWS gives ids, names and
    /// accounts.
    public static boolean mayHoldWildcards(String name) {
        return WRITTEN.contains(name) || !SINGLE_VALUED.contains(name);
    }

    /// Whether each value that the key can have is of that type. Any text is a text, and any bytes are bytes.
    public static boolean isAlways(String name, Operator.Type type) {
        return switch (type) {
            case STRING, BINARY, PRESENCE -> true;
            case ARN -> ARNS.contains(name);
            case BOOLEAN -> BOOLEANS.contains(name);
            case NUMBER -> NUMBERS.contains(name);
            case DATE -> DATES.contains(name);
            case ADDRESS -> ADDRESSES.contains(name);
        };
    }
}

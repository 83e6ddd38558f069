using Charthouse.Stores.Conformance.Kills;

if (args is ["write-records", var folder, .. var connection]) return await WriteRecords.RunAsync(folder, connection.Length == 0 ? null : connection[0]);
return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
    ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, Charthouse.Stores.Conformance.SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);

using FeedHub.Commands;

return await CommandLine.RunAsync(args);

internal sealed partial class Program;

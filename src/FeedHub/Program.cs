using FeedHub;
using FeedHub.Commands;

NativeHeap.Share(); // before there are threads to share it
return await CommandLine.RunAsync(args);

internal sealed partial class Program;

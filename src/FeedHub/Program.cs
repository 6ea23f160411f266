using FeedHub;
using FeedHub.Commands;

NativeHeap.Share(); // before there are threads to share it
SocketThreads.Answer();
return await CommandLine.RunAsync(args);

internal sealed partial class Program;

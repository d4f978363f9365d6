/** Requests for key frames. docs/worker.md has the reasons. */

/** @type {readonly import('./patch.mjs').Patch[]} */
export const keyFrames = [
  {
    // A key frame answers all requests for one that came before it. Otherwise the second of two receivers that start at once
    // causes another key frame when the delay between two requests has passed (keyFrameRequestDelay).
    file: 'src/RTC/KeyFrameRequestManager.cpp',
    find: `void RTC::KeyFrameRequestManager::KeyFrameReceived(uint32_t ssrc)
{
	MS_TRACE();

`,
    replace: `void RTC::KeyFrameRequestManager::KeyFrameReceived(uint32_t ssrc)
{
	MS_TRACE();

	auto delayerIt = this->mapSsrcKeyFrameRequestDelayer.find(ssrc);

	if (delayerIt != this->mapSsrcKeyFrameRequestDelayer.end())
	{
		delayerIt->second->SetKeyFrameRequested(false);
	}

`,
  },
  {
    // Without the break a request for a key frame (PLI) is read as the class of generic NACKs, whose message type has the same number.
    file: 'src/RTC/Producer.cpp',
    find: `						EmitTraceEventFirType(feedback->GetMediaSsrc());

						break;
					}

					default:;
				}
			}
`,
    replace: `						EmitTraceEventFirType(feedback->GetMediaSsrc());

						break;
					}

					default:;
				}

				break;
			}
`,
  },
];
